#include "core/neural/embed/embedding_stream.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>

namespace helicase {

namespace {

// So few that an interruption loses a minute at most, so many that all threads have work.
constexpr int64_t batchesPerChunk = 16;
constexpr int64_t basesPerToken = 5;

int64_t chunkFor(const EmbedSettings &settings)
{
    return batchesPerChunk * basesPerToken * settings.tokensPerBatch;
}

bool isEmpty(const PreparedSequence &sequence)
{
    return sequence.forward.content == 0;
}

bool isLonger(const PreparedSequence &sequence)
{
    return sequence.forward.isLonger || sequence.backward.isLonger;
}

} // namespace

EmbeddingStream::EmbeddingStream(const Embedder &embedder, StreamSettings settings,
                                 EmbeddingCache *cache, Progress &progress, std::stop_token stop)
    : embedder_(embedder), settings_(std::move(settings)), cache_(cache), progress_(progress),
      stop_(std::move(stop)), width_(embedder.width(settings_.settings)),
      basesPerChunk_(chunkFor(settings_.settings))
{
    embedder_.prepare({}, settings_.settings); // refuses settings that do not fit
}

void EmbeddingStream::add(std::string_view id, std::string_view bases)
{
    if (!seen_.emplace(id).second)
        throw InputError("the id " + printable(std::string(id)) + " occurs twice", {},
                         "give each sequence an id of its own");
    const size_t row = table_.ids.size();
    table_.ids.emplace_back(id);
    table_.lengths.push_back(std::ssize(bases));
    values_.resize(values_.size() + static_cast<size_t>(width_));
    isKept_.push_back(true);
    addedBases_ += std::ssize(bases);
    Waiting sequence{.row = row, .text = upperCase(bases)};
    if (cache_) {
        sequence.key = CacheKey::of(sequence.text);
        if (const CachedVector *known = cache_->find(sequence.key)) {
            std::ranges::copy(known->values, values_.begin() + static_cast<int64_t>(row) * width_);
            tokens_ += known->tokens;
            longer_ += known->isLonger ? 1 : 0;
            ++fromCache_;
            return;
        }
    }
    waitingBases_ += std::ssize(bases);
    waiting_.push_back(std::move(sequence));
    if (waitingBases_ >= basesPerChunk_)
        compute();
}

// Takes what waits, but for sequences without tokens.
EmbeddingStream::Chunk EmbeddingStream::takeChunk()
{
    std::vector<std::string> texts;
    for (Waiting &sequence : waiting_)
        texts.push_back(std::move(sequence.text));
    std::vector<PreparedSequence> prepared = embedder_.prepare(texts, settings_.settings);
    Chunk chunk;
    for (size_t i = 0; i < prepared.size(); ++i) {
        const std::string &id = table_.ids[waiting_[i].row];
        if (isEmpty(prepared[i])) {
            if (settings_.empty == EmptySequences::Refuse)
                throw InputError("sequence " + printable(id) + " has no tokens", {},
                                 "--empty skip leaves such sequences out and counts them");
            isKept_[waiting_[i].row] = false;
            ++skipped_;
            continue;
        }
        embedder_.requireFits(prepared[i], id);
        chunk.rows.push_back(waiting_[i].row);
        chunk.entries.push_back({.key = waiting_[i].key,
                                 .tokens = prepared[i].tokens(),
                                 .isLonger = isLonger(prepared[i])});
        chunk.sequences.push_back(std::move(prepared[i]));
    }
    waiting_.clear();
    waitingBases_ = 0;
    return chunk;
}

Matrix EmbeddingStream::vectorsOf(const Chunk &chunk)
{
    int64_t tokens = tokens_;
    for (const CacheEntry &entry : chunk.entries)
        tokens += entry.tokens;
    // As many tokens per base as until now are expected of what is still to come.
    const double share = addedBases_ > 0 ? static_cast<double>(settings_.expectedBases) /
                                               static_cast<double>(addedBases_)
                                         : 0;
    const auto total = static_cast<int64_t>(share * static_cast<double>(tokens));
    int64_t done = tokens_;
    const auto tell = [&](int64_t more) {
        done += more;
        progress_.update(done, total, "embedding tokens");
    };
    return embedder_.vectors(chunk.sequences, settings_.settings, tell, stop_);
}

void EmbeddingStream::compute()
{
    throwIfStopped(stop_);
    const Chunk chunk = takeChunk();
    const Matrix vectors = vectorsOf(chunk);
    for (size_t i = 0; i < chunk.rows.size(); ++i) {
        std::ranges::copy(vectors.row(static_cast<int64_t>(i)),
                          values_.begin() + static_cast<int64_t>(chunk.rows[i]) * width_);
        tokens_ += chunk.entries[i].tokens;
        longer_ += chunk.entries[i].isLonger ? 1 : 0;
    }
    if (cache_)
        cache_->add(chunk.entries, vectors);
}

EmbeddingTable EmbeddingStream::finish()
{
    if (!waiting_.empty())
        compute();
    const auto kept = std::ranges::count(isKept_, true);
    EmbeddingTable table{.vectors = Matrix(kept, width_)};
    for (size_t i = 0; i < isKept_.size(); ++i) {
        if (!isKept_[i])
            continue;
        const auto row = static_cast<int64_t>(table.ids.size());
        std::copy_n(values_.begin() + static_cast<int64_t>(i) * width_, width_,
                    table.vectors.row(row).begin());
        table.ids.push_back(std::move(table_.ids[i]));
        table.lengths.push_back(table_.lengths[i]);
    }
    values_ = {};
    table.provenance = embedder_.provenance(settings_.settings);
    table.provenance["tokens"] = std::to_string(tokens_);
    table.provenance["truncated"] =
        std::to_string(settings_.settings.longSequences == LongSequences::Cut ? longer_ : 0);
    if (settings_.settings.longSequences == LongSequences::Windows)
        table.provenance["windowed"] = std::to_string(longer_);
    if (skipped_ > 0)
        table.provenance["skipped_empty"] = std::to_string(skipped_);
    return table;
}

} // namespace helicase
