// Vectors that were computed before, in a folder: one sub-folder per model and settings, in it
// block files that are never changed after they appear. A block is used only when its digest holds;
// others are thrown away and computed again. Several processes may use a folder at once: each
// writes blocks of its own and reads those that were complete when it began. No LibTorch type; one
// thread per object.
//
// Block: "HELEMB1\n", then little-endian uint32 width and uint32 count; count entries of 16 bytes
// of key, uint32 tokens, uint32 flags; count * width float32; 64 characters of SHA-256 of all
// before.
#pragma once

#include "core/base/mapped_file.h"
#include "core/base/matrix.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

namespace helicase {

// Of a sequence's bases; what else the vector depends on chooses the sub-folder.
struct CacheKey {
    uint64_t first = 0;
    uint64_t second = 0;
    auto operator<=>(const CacheKey &) const = default;
    static CacheKey of(std::string_view bases);
};

struct CachedVector {
    std::span<const float> values;
    int64_t tokens = 0;
    bool isLonger = false; // than the limit of tokens
};

// One computed sequence, to be kept.
struct CacheEntry {
    CacheKey key;
    int64_t tokens = 0;
    bool isLonger = false;
};

class EmbeddingCache {
public:
    // space: text of everything that vectors depend on beside the bases. Blocks of other spaces and
    // the oldest ones go when the folder is larger than maximumBytes. Throws DiskError when the
    // folder cannot be made or written.
    EmbeddingCache(std::filesystem::path folder, std::string_view space, int64_t width,
                   int64_t maximumBytes);

    // Values stay valid while the object lives.
    const CachedVector *find(const CacheKey &key) const;
    // One row of `vectors` per entry. Throws DiskError.
    void add(const std::vector<CacheEntry> &entries, const Matrix &vectors);

    int64_t size() const { return static_cast<int64_t>(known_.size()); }
    // Damaged blocks that were thrown away.
    int64_t damaged() const { return damaged_; }
    // Removes this space's blocks, and the folders as far as they are empty then.
    void remove();
    // Removes the folders that hold nothing.
    void removeIfEmpty();

private:
    void readBlock(const std::filesystem::path &file);
    void keepWithinBounds();

    std::filesystem::path folder_;
    std::filesystem::path space_;
    int64_t width_;
    int64_t maximumBytes_;
    std::vector<std::unique_ptr<MappedFile>> blocks_;
    std::map<CacheKey, CachedVector> known_;
    int64_t damaged_ = 0;
};

} // namespace helicase
