// Sequences go in one by one, a table of vectors comes out: memory holds the vectors and the bases
// of a few batches. What the cache knows is not computed again, and what was computed is kept there
// at once, so that an interrupted run goes on where it was. No LibTorch type. One thread per
// object.
#pragma once

#include "core/neural/embed/embedder.h"
#include "core/neural/embed/embedding_cache.h"

#include <unordered_set>

namespace helicase {

enum class EmptySequences { Refuse, Skip };

struct StreamSettings {
    EmbedSettings settings;
    EmptySequences empty = EmptySequences::Refuse; // sequences without tokens
    int64_t expectedBases = 0;                     // for progress; 0: not known
};

class EmbeddingStream {
public:
    // cache: may be null; must outlive the object. Throws OptionError for settings that do not fit.
    EmbeddingStream(const Embedder &embedder, StreamSettings settings, EmbeddingCache *cache,
                    Progress &progress, std::stop_token stop);

    // Throws InputError for an id that occurs twice and for a sequence without tokens unless such
    // are skipped, Stopped when asked to, and what Embedder::requireFits throws.
    void add(std::string_view id, std::string_view bases);

    // Computes what is left. provenance tells settings, tokens, "truncated" or "windowed" and
    // "skipped_empty".
    EmbeddingTable finish();

    int64_t skipped() const { return skipped_; }
    int64_t fromCache() const { return fromCache_; }

private:
    struct Waiting {
        size_t row = 0;
        std::string text; // upper-case bases
        CacheKey key;
    };

    // Sequences that are computed together.
    struct Chunk {
        std::vector<size_t> rows;
        std::vector<PreparedSequence> sequences;
        std::vector<CacheEntry> entries;
    };

    Chunk takeChunk();
    Matrix vectorsOf(const Chunk &chunk);
    void compute();

    const Embedder &embedder_;
    StreamSettings settings_;
    EmbeddingCache *cache_;
    Progress &progress_;
    std::stop_token stop_;
    int64_t width_;
    int64_t basesPerChunk_;
    std::unordered_set<std::string> seen_;
    EmbeddingTable table_;      // without the vectors
    std::vector<float> values_; // of all rows
    std::vector<bool> isKept_;  // of each row
    std::vector<Waiting> waiting_;
    int64_t waitingBases_ = 0;
    int64_t addedBases_ = 0;
    int64_t tokens_ = 0;
    int64_t longer_ = 0;
    int64_t skipped_ = 0;
    int64_t fromCache_ = 0;
};

} // namespace helicase
