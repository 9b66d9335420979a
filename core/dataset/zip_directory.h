// The files of a ZIP archive: stored as they are, as PyTorch stores weights, or deflated, as NumPy
// may store arrays. Source: PKWARE APPNOTE 6.3, ZIP64 included.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace helicase {

inline constexpr const char *damagedFileHint =
    "the file is damaged or was not copied completely; get it again";

struct ZipEntry {
    std::span<const std::byte> bytes; // part of the archive's bytes
    int64_t offset = 0;               // where they begin
    uint32_t crc32 = 0;               // as the directory tells it
    bool isDeflated = false;
    int64_t plainBytes = 0; // after inflating, as the directory tells it
};

// Whether deflated entries are refused or left to unpacked().
enum class DeflatedEntries { Refused, Allowed };

bool looksLikeZip(std::span<const std::byte> archive);

// Entries by name. The archive's directory counts, and each entry must lie within the archive.
// Throws InputError for encrypted entries, entries compressed in a way that is not allowed, doubled
// names, overlaps and damage.
std::map<std::string, ZipEntry>
readZipDirectory(std::span<const std::byte> archive, const std::filesystem::path &file,
                 DeflatedEntries deflated = DeflatedEntries::Refused);

// The plain bytes of an entry, checked. Throws InputError for damage and, before it takes memory,
// for more bytes than `most`.
std::vector<std::byte> unpacked(const ZipEntry &entry, const std::string &name,
                                const std::filesystem::path &file, int64_t most);

// Throws InputError when the bytes are not those that the directory was written for.
void requireIntact(const ZipEntry &entry, const std::string &name,
                   const std::filesystem::path &file);

} // namespace helicase
