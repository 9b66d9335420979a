#include "core/neural/embed/embedder.h"

#include "core/base/error.h"
#include "core/base/grouped_number.h"
#include "core/base/memory.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/dataset/weights_file.h"
#include "core/neural/embed/embedding_stream.h"
#include "core/neural/embed/encoder_engine.h"
#include "core/neural/embed/window_vectors.h"
#include "core/neural/model/heads.h"
#include "core/neural/model/model_folder.h"
#include "core/neural/model/model_location.h"
#include "core/neural/tensor/matrix_tensor.h"
#include "core/sequence/alphabet.h"
#include "core/tokenizer/tokenizer.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <atomic>
#include <numeric>

namespace helicase {

namespace {

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

// All windows of some sequences, and for each strand of each sequence which are its own.
struct WindowList {
    std::vector<const std::vector<TokenId> *> windows;
    std::vector<std::vector<WindowRow>> strands;
};

WindowList listWindows(std::span<const PreparedSequence> sequences, bool bothStrands)
{
    WindowList list;
    const auto add = [&](const SequenceTokens &strand) {
        std::vector<WindowRow> &rows = list.strands.emplace_back();
        for (const std::vector<TokenId> &window : strand.windows) {
            rows.push_back({std::ssize(list.windows), std::ssize(window)});
            list.windows.push_back(&window);
        }
    };
    for (const PreparedSequence &sequence : sequences) {
        add(sequence.forward);
        if (bothStrands)
            add(sequence.backward);
    }
    return list;
}

// Indices of windows, the longest first: threads finish together, and what does not fit into memory
// fails at once.
std::vector<std::vector<size_t>> batchesByLength(const WindowList &list, int64_t tokensPerBatch)
{
    std::vector<size_t> order(list.windows.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](size_t i) { return list.windows[i]->size(); });
    std::vector<std::vector<size_t>> batches;
    int64_t tokens = 0;
    for (const size_t i : order) {
        const int64_t size = std::ssize(*list.windows[i]);
        if (batches.empty() || tokens + size > tokensPerBatch) {
            batches.emplace_back();
            tokens = 0;
        }
        batches.back().push_back(i);
        tokens += size;
    }
    return batches;
}

ContrastiveHead loadContrastiveHead(const ModelFolder &model)
{
    const std::string prefix = "contrast_head.";
    if (!model.hasPart(prefix))
        return nullptr;
    RandomStream overwritten(0, "contrastive head");
    ContrastiveHead head(model.encoderConfig().width, model.tensorOf(prefix + "2.weight").size(0),
                         overwritten);
    model.loadPart(*head, prefix);
    return head;
}

// Everything in the folder but the state of a training.
std::string digestOf(const std::filesystem::path &folder, const std::filesystem::path &weights,
                     const std::string &weightsDigest)
{
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path() != weights &&
            entry.path().extension() != ".safetensors" && entry.path().extension() != ".bin")
            files.push_back(entry.path());
    std::ranges::sort(files);
    Sha256 digest;
    digest.add(weightsDigest);
    for (const std::filesystem::path &file : files)
        digest.add(file.lexically_relative(folder).string() + "\n" + sha256OfFile(file) + "\n");
    return digest.hex();
}

} // namespace

std::string upperCase(std::string_view bases)
{
    std::string upper(bases);
    for (char &letter : upper)
        if (letter >= 'a' && letter <= 'z')
            letter = static_cast<char>(letter - 'a' + 'A');
    return upper;
}

int64_t PreparedSequence::tokens() const
{
    int64_t sum = 0;
    for (const SequenceTokens *strand : {&forward, &backward})
        for (const std::vector<TokenId> &window : strand->windows)
            sum += std::ssize(window);
    return sum;
}

struct Embedder::Internals {
    std::string name;
    std::string weightsDigest;
    std::string fingerprint;
    std::unique_ptr<EncoderEngine> engine;
    ContrastiveHead head = nullptr; // of models that were trained with one
    std::shared_ptr<const Tokenizer> tokenizer;

    // Throws OptionError for settings that do not fit the model.
    void requireFit(const EmbedSettings &settings) const
    {
        check(settings);
        layerNumber(settings, engine->config().layers);
        if (settings.contrastiveHead && head.is_empty())
            throw OptionError("contrastive-head", "the model " + printable(name) + " has none",
                              "helicase train contrastive trains one; leave the option out for "
                              "other models");
    }

    // Means of tokens to what contrastive training compared, rows of length 1.
    Matrix throughHead(const Matrix &means) const
    {
        const torch::InferenceMode inference;
        Matrix vectors(means.rows(), head->features());
        viewOf(vectors).copy_(ContrastiveHead(head)->forward(viewOf(means)));
        return vectors;
    }

    // The vectors of some windows, as rows of `rows`.
    int64_t run(const WindowList &list, const std::vector<size_t> &members,
                const EmbedSettings &settings, torch::Tensor rows) const
    {
        const torch::InferenceMode inference;
        std::vector<std::vector<TokenId>> ids;
        for (const size_t i : members)
            ids.push_back(*list.windows[i]);
        const PackedBatch batch = pack(ids);
        const torch::Tensor hidden =
            engine->hidden(batch, layerNumber(settings, engine->config().layers));
        std::vector<torch::Tensor> parts;
        for (const Pooling pooling : settings.poolings)
            parts.push_back(pooled(hidden, batch, pooling));
        const torch::Tensor vectors = torch::cat(parts, 1);
        for (size_t i = 0; i < members.size(); ++i)
            rows[static_cast<int64_t>(members[i])].copy_(vectors[static_cast<int64_t>(i)]);
        return batch.total();
    }

    // One row per window. Batches run beside one another, each on one thread, where there are
    // enough of them; else one after another, each on all threads.
    Matrix runAll(const WindowList &list, const EmbedSettings &settings,
                  const std::function<void(int64_t)> &done, const std::stop_token &stop) const
    {
        Matrix vectors(std::ssize(list.windows),
                       std::ssize(settings.poolings) * engine->config().width);
        const torch::Tensor rows = viewOf(vectors);
        const auto batches = batchesByLength(list, settings.tokensPerBatch);
        std::atomic<size_t> next = 0;
        std::atomic<int64_t> finished = 0;
        const auto work = [&](bool mayTell) {
            for (size_t i = next++; i < batches.size() && !stop.stop_requested(); i = next++) {
                finished += run(list, batches[i], settings, rows);
                if (mayTell)
                    done(finished.exchange(0));
            }
        };
        const int64_t threads = at::get_num_threads();
        if (threads == 1 || std::ssize(batches) < 2 * threads)
            work(true);
        else
            at::parallel_for(0, threads, 1,
                             [&](int64_t, int64_t) { work(at::get_thread_num() == 0); });
        throwIfStopped(stop);
        done(finished);
        return vectors;
    }
};

Embedder::Embedder(const std::filesystem::path &modelOrRun, Arithmetic arithmetic)
{
    const std::filesystem::path folder = locateModel(modelOrRun);
    internals_ = std::make_unique<Internals>();
    internals_->name = modelName(modelOrRun);
    internals_->tokenizer = loadTokenizer(folder);
    const ModelFolder model(folder);
    requireRoomForTokens(model.encoderConfig(), internals_->tokenizer->vocabularySize(), folder);
    internals_->engine = std::make_unique<EncoderEngine>(model.loadEncoder(), arithmetic);
    internals_->head = loadContrastiveHead(model);
    const std::filesystem::path weights = findWeights(folder);
    internals_->weightsDigest = digestOfWeights(weights);
    internals_->fingerprint = digestOf(folder, weights, internals_->weightsDigest);
}

Embedder::~Embedder() = default;
Embedder::Embedder(Embedder &&) noexcept = default;
Embedder &Embedder::operator=(Embedder &&) noexcept = default;

std::vector<PreparedSequence> Embedder::prepare(std::span<const std::string> texts,
                                                const EmbedSettings &settings) const
{
    internals_->requireFit(settings);
    const TokenWindows windows(*internals_->tokenizer, settings);
    std::vector<PreparedSequence> sequences(texts.size());
    at::parallel_for(0, std::ssize(texts), 1, [&](int64_t begin, int64_t end) {
        for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
            sequences[i].forward = windows.of(texts[i]);
            if (settings.otherStrand != OtherStrand::Ignore)
                sequences[i].backward = windows.of(reverseComplement(texts[i]));
        }
    });
    return sequences;
}

void Embedder::requireFits(const PreparedSequence &sequence, const std::string &name) const
{
    const EncoderEngine &engine = *internals_->engine;
    const int64_t known = engine.config().vocabularySize;
    int64_t longest = 0;
    for (const SequenceTokens *strand : {&sequence.forward, &sequence.backward})
        for (const std::vector<TokenId> &window : strand->windows) {
            longest = std::max(longest, std::ssize(window));
            const auto foreign =
                std::ranges::find_if(window, [&](TokenId id) { return id < 0 || id >= known; });
            if (foreign != window.end())
                throw Error("sequence " + printable(name) + " holds the token id " +
                                std::to_string(*foreign) +
                                ", which is outside the model's vocabulary of " +
                                std::to_string(known),
                            "the tokenizer does not belong to this model", ExitStatus::BadInput);
        }
    requireMemory("sequence " + printable(name) + " with " + grouped(longest) + " tokens",
                  static_cast<double>(engine.bytesFor(longest)),
                  "lower --max-tokens, or embed long sequences in windows (--long windows)");
}

Matrix Embedder::vectors(std::span<const PreparedSequence> sequences, const EmbedSettings &settings,
                         const std::function<void(int64_t)> &done,
                         const std::stop_token &stop) const
{
    const bool bothStrands = settings.otherStrand != OtherStrand::Ignore;
    const WindowList list = listWindows(sequences, bothStrands);
    const Matrix windows = internals_->runAll(list, settings, done, stop);
    const int64_t modelWidth = internals_->engine->config().width;
    const auto strandWidth = static_cast<size_t>(windows.columns());
    Matrix rows(std::ssize(sequences), vectorsPerRow(settings) * modelWidth);
    std::vector<float> other(strandWidth);
    for (int64_t i = 0; i < rows.rows(); ++i) {
        const std::span<float> row = rows.row(i);
        const auto strand = static_cast<size_t>(bothStrands ? 2 * i : i);
        joinWindows(windows, list.strands[strand], settings.poolings, modelWidth,
                    row.first(strandWidth));
        if (!bothStrands)
            continue;
        joinWindows(windows, list.strands[strand + 1], settings.poolings, modelWidth, other);
        if (settings.otherStrand == OtherStrand::Concatenate)
            std::ranges::copy(other, row.begin() + windows.columns());
        else
            std::ranges::transform(row, other, row.begin(),
                                   [](float a, float b) { return (a + b) / 2; });
    }
    return settings.contrastiveHead ? internals_->throughHead(rows) : rows;
}

int64_t Embedder::width(const EmbedSettings &settings) const
{
    if (settings.contrastiveHead) {
        internals_->requireFit(settings);
        return internals_->head->features();
    }
    return vectorsPerRow(settings) * internals_->engine->config().width;
}

const std::string &Embedder::fingerprint() const
{
    return internals_->fingerprint;
}

std::map<std::string, std::string> Embedder::provenance(const EmbedSettings &settings) const
{
    std::map<std::string, std::string> text = described(settings);
    text["model"] = internals_->name;
    text["model_sha256"] = internals_->weightsDigest;
    text["precision"] = nameOf(internals_->engine->arithmetic());
    return text;
}

EmbeddingTable Embedder::embed(std::span<const Sequence> sequences, const EmbedSettings &settings,
                               Progress &progress, std::stop_token stop) const
{
    int64_t bases = 0;
    for (const Sequence &sequence : sequences)
        bases += std::ssize(sequence.bases);
    EmbeddingStream stream(*this, {.settings = settings, .expectedBases = bases}, nullptr, progress,
                           std::move(stop));
    for (const Sequence &sequence : sequences)
        stream.add(sequence.id, sequence.bases);
    return stream.finish();
}

} // namespace helicase
