#include "core/neural/embed/embedding_cache.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <unistd.h>

namespace helicase {

namespace {

constexpr std::string_view magic = "HELEMB1\n";
constexpr const char *blockSuffix = ".block";
constexpr size_t digestLength = 64;
constexpr uint32_t longerFlag = 1;

struct BlockHeader {
    char magic[8];
    uint32_t width;
    uint32_t count;
};

struct BlockEntry {
    CacheKey key;
    uint32_t tokens;
    uint32_t flags;
};
static_assert(sizeof(BlockHeader) == 16 && sizeof(BlockEntry) == 24);

std::string_view textOf(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

template <typename Value>
std::string_view bytesOf(const Value &value)
{
    return {reinterpret_cast<const char *>(&value), sizeof value};
}

// The header of a block whose size and digest hold.
std::optional<BlockHeader> intactHeader(std::span<const std::byte> bytes, int64_t width)
{
    if (bytes.size() < sizeof(BlockHeader) + digestLength)
        return std::nullopt;
    BlockHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    const size_t entry = sizeof(BlockEntry) + sizeof(float) * size_t{header.width};
    const size_t expected = sizeof header + size_t{header.count} * entry + digestLength;
    if (textOf(bytes).substr(0, magic.size()) != magic || header.width != width ||
        bytes.size() != expected)
        return std::nullopt;
    const size_t content = bytes.size() - digestLength;
    Sha256 digest;
    digest.add(bytes.first(content));
    if (digest.hex() != textOf(bytes.subspan(content)))
        return std::nullopt;
    return header;
}

uint64_t hexNumber(std::string_view digits)
{
    return std::stoull(std::string(digits), nullptr, 16);
}

struct BlockFile {
    std::filesystem::path path;
    std::filesystem::file_time_type time;
    int64_t bytes = 0;
};

// What other processes remove meanwhile is passed over.
std::vector<BlockFile> blocksBelow(const std::filesystem::path &folder)
{
    std::vector<BlockFile> blocks;
    std::error_code error;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder, error);
         !error && entry != std::filesystem::recursive_directory_iterator();
         entry.increment(error)) {
        std::error_code gone;
        if (entry->path().extension() != blockSuffix || !entry->is_regular_file(gone))
            continue;
        BlockFile block{.path = entry->path(), .time = entry->last_write_time(gone)};
        const auto size = entry->file_size(gone);
        if (gone)
            continue;
        block.bytes = static_cast<int64_t>(size);
        blocks.push_back(std::move(block));
    }
    return blocks;
}

} // namespace

CacheKey CacheKey::of(std::string_view bases)
{
    const std::string digest = sha256Of(bases);
    const std::string_view digits = digest;
    return {hexNumber(digits.substr(0, 16)), hexNumber(digits.substr(16, 16))};
}

EmbeddingCache::EmbeddingCache(std::filesystem::path folder, std::string_view space, int64_t width,
                               int64_t maximumBytes)
    : folder_(std::move(folder)), space_(folder_ / sha256Of(space).substr(0, 32)), width_(width),
      maximumBytes_(maximumBytes)
{
    std::error_code error;
    std::filesystem::create_directories(space_, error);
    if (error)
        throw DiskError("cannot make the cache folder", space_, error.value());
    if (::access(space_.c_str(), W_OK) != 0)
        throw DiskError("cannot write into the cache folder", space_, errno);
    std::vector<BlockFile> blocks = blocksBelow(space_);
    std::ranges::sort(blocks, {}, &BlockFile::path);
    for (const BlockFile &block : blocks)
        readBlock(block.path);
    keepWithinBounds();
}

void EmbeddingCache::readBlock(const std::filesystem::path &file)
{
    std::unique_ptr<MappedFile> block;
    try {
        block = std::make_unique<MappedFile>(file);
    } catch (const InputError &) {
        return; // another process has removed it
    }
    std::error_code ignored;
    const std::span<const std::byte> bytes = block->bytes();
    const auto header = intactHeader(bytes, width_);
    if (!header) {
        std::filesystem::remove(file, ignored);
        ++damaged_;
        return;
    }
    // What is used is young again.
    std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now(), ignored);
    const std::byte *entries = bytes.data() + sizeof(BlockHeader);
    const auto *values =
        reinterpret_cast<const float *>(entries + header->count * sizeof(BlockEntry));
    for (size_t i = 0; i < header->count; ++i) {
        BlockEntry entry;
        std::memcpy(&entry, entries + i * sizeof entry, sizeof entry);
        const auto width = static_cast<size_t>(width_);
        known_.emplace(entry.key, CachedVector{.values = {values + i * width, width},
                                               .tokens = entry.tokens,
                                               .isLonger = (entry.flags & longerFlag) != 0});
    }
    blocks_.push_back(std::move(block));
}

const CachedVector *EmbeddingCache::find(const CacheKey &key) const
{
    const auto found = known_.find(key);
    return found == known_.end() ? nullptr : &found->second;
}

void EmbeddingCache::add(const std::vector<CacheEntry> &entries, const Matrix &vectors)
{
    if (entries.empty())
        return;
    BlockHeader header{.width = static_cast<uint32_t>(width_),
                       .count = static_cast<uint32_t>(entries.size())};
    std::memcpy(header.magic, magic.data(), magic.size());
    std::string head(bytesOf(header));
    for (const CacheEntry &entry : entries)
        head += bytesOf(BlockEntry{.key = entry.key,
                                   .tokens = static_cast<uint32_t>(entry.tokens),
                                   .flags = entry.isLonger ? longerFlag : 0});
    const auto values = std::as_bytes(
        std::span(vectors.data(), static_cast<size_t>(vectors.rows() * vectors.columns())));
    Sha256 digest;
    digest.add(head);
    digest.add(values);
    const std::string hex = digest.hex();
    AtomicFile file(space_ / (hex.substr(0, 32) + blockSuffix));
    file.write(head);
    file.write(values);
    file.write(hex);
    file.commit();
    keepWithinBounds();
}

void EmbeddingCache::keepWithinBounds()
{
    std::vector<BlockFile> blocks = blocksBelow(folder_);
    int64_t total = 0;
    for (const BlockFile &block : blocks)
        total += block.bytes;
    std::ranges::sort(blocks, {}, &BlockFile::time);
    for (const BlockFile &block : blocks) {
        if (total <= maximumBytes_)
            return;
        std::error_code ignored;
        std::filesystem::remove(block.path, ignored);
        total -= block.bytes;
    }
}

void EmbeddingCache::remove()
{
    std::error_code ignored;
    for (const BlockFile &block : blocksBelow(space_))
        std::filesystem::remove(block.path, ignored);
    removeIfEmpty();
}

// A folder that is not empty stays where it is.
void EmbeddingCache::removeIfEmpty()
{
    std::error_code ignored;
    std::filesystem::remove(space_, ignored);
    std::filesystem::remove(folder_, ignored);
}

} // namespace helicase
