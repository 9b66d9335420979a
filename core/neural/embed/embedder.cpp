#include "core/neural/embed/embedder.h"

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/dataset/weights_file.h"
#include "core/neural/embed/matrix_tensor.h"
#include "core/neural/embed/model_location.h"
#include "core/neural/model/model_folder.h"
#include "core/sequence/alphabet.h"
#include "core/tokenizer/tokenizer.h"

#include <algorithm>
#include <atomic>
#include <numeric>

namespace helicase {

namespace {

std::string upperCase(std::string_view bases)
{
    std::string upper(bases);
    for (char &letter : upper)
        if (letter >= 'a' && letter <= 'z')
            letter = static_cast<char>(letter - 'a' + 'A');
    return upper;
}

// Cuts from the right but keeps the closing special token.
bool cut(std::vector<TokenId> &ids, int64_t most)
{
    const auto limit = static_cast<size_t>(most);
    if (ids.size() <= limit)
        return false;
    ids[limit - 1] = ids.back();
    ids.resize(limit);
    return true;
}

torch::Tensor pooled(const torch::Tensor &hidden, const PackedBatch &batch, Pooling pooling)
{
    switch (pooling) {
    case Pooling::Cls:
        return firstToken(hidden, batch);
    case Pooling::Max:
        return maxPool(hidden, batch);
    case Pooling::Mean:
        break;
    }
    return meanPool(hidden, batch);
}

std::string_view nameOf(Pooling pooling)
{
    return pooling == Pooling::Cls ? "cls" : pooling == Pooling::Max ? "max" : "mean";
}

std::string_view nameOf(OtherStrand strand)
{
    return strand == OtherStrand::Average       ? "average"
           : strand == OtherStrand::Concatenate ? "concat"
                                                : "none";
}

// Token ids of all sequences.
struct Tokenized {
    std::vector<std::vector<TokenId>> ids;
    int64_t truncated = 0;
    int64_t total = 0;
};

// Index ranges of an order in which similar lengths stand together, the longest first: what does
// not fit into memory fails at once, not after an hour.
std::vector<std::vector<size_t>> batchesByLength(const Tokenized &tokenized, int64_t tokensPerBatch)
{
    std::vector<size_t> order(tokenized.ids.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](size_t i) { return tokenized.ids[i].size(); });
    std::vector<std::vector<size_t>> batches;
    int64_t tokens = 0;
    for (const size_t i : order) {
        const auto size = static_cast<int64_t>(tokenized.ids[i].size());
        if (batches.empty() || tokens + size > tokensPerBatch) {
            batches.emplace_back();
            tokens = 0;
        }
        batches.back().push_back(i);
        tokens += size;
    }
    return batches;
}

} // namespace

Pooling poolingFrom(std::string_view name)
{
    for (const Pooling pooling : {Pooling::Mean, Pooling::Cls, Pooling::Max})
        if (name == nameOf(pooling))
            return pooling;
    throw OptionError("pooling", printable(name) + " is not one of mean, cls, max");
}

OtherStrand otherStrandFrom(std::string_view name)
{
    for (const OtherStrand strand :
         {OtherStrand::Ignore, OtherStrand::Average, OtherStrand::Concatenate})
        if (name == nameOf(strand))
            return strand;
    throw OptionError("reverse-complement",
                      printable(name) + " is not one of none, average, concat");
}

struct Embedder::Internals {
    std::filesystem::path folder;
    std::string name;
    Encoder encoder = nullptr;
    std::shared_ptr<const Tokenizer> tokenizer;

    Tokenized tokenize(std::span<const std::string> bases, int64_t maximumTokens) const
    {
        Tokenized tokenized{.ids = std::vector<std::vector<TokenId>>(bases.size())};
        std::atomic<int64_t> truncated = 0;
        at::parallel_for(0, static_cast<int64_t>(bases.size()), 1, [&](int64_t begin, int64_t end) {
            for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
                tokenized.ids[i] = tokenizer->encodeIds(bases[i], SpecialTokens::Add);
                truncated += cut(tokenized.ids[i], maximumTokens) ? 1 : 0;
            }
        });
        tokenized.truncated = truncated;
        for (const auto &ids : tokenized.ids)
            tokenized.total += static_cast<int64_t>(ids.size());
        return tokenized;
    }

    // [sequences, width]
    Matrix run(const Tokenized &tokenized, const EmbedSettings &settings, Progress &progress,
               const std::stop_token &stop) const
    {
        const torch::NoGradGuard noGradients;
        Matrix vectors(static_cast<int64_t>(tokenized.ids.size()), encoder->config().width);
        torch::Tensor rows = viewOf(vectors);
        int64_t done = 0;
        for (const std::vector<size_t> &members :
             batchesByLength(tokenized, settings.tokensPerBatch)) {
            throwIfStopped(stop);
            progress.update(done, tokenized.total, "embedding sequences");
            std::vector<std::vector<TokenId>> ids;
            std::vector<int64_t> places;
            for (const size_t i : members) {
                ids.push_back(tokenized.ids[i]);
                places.push_back(static_cast<int64_t>(i));
            }
            const PackedBatch batch = pack(ids);
            Encoder model = encoder;
            const torch::Tensor hidden = model->forward(batch).last;
            rows.index_copy_(0, torch::tensor(places),
                             pooled(hidden, batch, settings.pooling).to(torch::kFloat32));
            done += batch.total();
        }
        progress.update(done, tokenized.total, "embedding sequences");
        return vectors;
    }
};

Embedder::Embedder(const std::filesystem::path &modelOrRun)
{
    const std::filesystem::path folder = locateModel(modelOrRun);
    internals_ = std::make_unique<Internals>();
    internals_->folder = folder;
    internals_->name = modelName(modelOrRun);
    internals_->encoder = ModelFolder(folder).loadEncoder();
    internals_->tokenizer = loadTokenizer(folder);
    internals_->encoder->eval();
}

Embedder::~Embedder() = default;
Embedder::Embedder(Embedder &&) noexcept = default;
Embedder &Embedder::operator=(Embedder &&) noexcept = default;

EmbeddingTable Embedder::embed(std::span<const Sequence> sequences, const EmbedSettings &settings,
                               Progress &progress, std::stop_token stop) const
{
    EmbeddingTable table;
    std::vector<std::string> bases;
    for (const Sequence &sequence : sequences) {
        table.ids.push_back(sequence.id);
        table.lengths.push_back(static_cast<int64_t>(sequence.bases.size()));
        bases.push_back(upperCase(sequence.bases));
    }
    const Tokenized tokenized = internals_->tokenize(bases, settings.maximumTokens);
    table.vectors = internals_->run(tokenized, settings, progress, stop);
    int64_t truncated = tokenized.truncated;
    if (settings.otherStrand != OtherStrand::Ignore) {
        for (std::string &strand : bases)
            strand = reverseComplement(strand);
        const Tokenized reversed = internals_->tokenize(bases, settings.maximumTokens);
        const Matrix other = internals_->run(reversed, settings, progress, stop);
        const torch::Tensor both = settings.otherStrand == OtherStrand::Average
                                       ? (viewOf(table.vectors) + viewOf(other)) / 2
                                       : torch::cat({viewOf(table.vectors), viewOf(other)}, 1);
        Matrix joined(both.size(0), both.size(1));
        viewOf(joined).copy_(both);
        table.vectors = std::move(joined);
        truncated = std::max(truncated, reversed.truncated);
    }
    const std::string digest = sha256OfFile(findWeights(internals_->folder));
    table.provenance = {
        {"model", internals_->name},
        {"model_sha256", digest},
        {"pooling", std::string(nameOf(settings.pooling))},
        {"reverse_complement", std::string(nameOf(settings.otherStrand))},
        {"max_tokens", std::to_string(settings.maximumTokens)},
        {"tokens", std::to_string(tokenized.total)},
        {"truncated", std::to_string(truncated)},
    };
    return table;
}

} // namespace helicase
