// Makes gzip and BGZF files out of plain ones, and feeds pipes.
#pragma once

#include <filesystem>
#include <string_view>

namespace helicase::test {

// Both return the packed file.
std::filesystem::path gzipped(const std::filesystem::path &plain,
                              const std::filesystem::path &packed);
std::filesystem::path bgzipped(const std::filesystem::path &plain,
                               const std::filesystem::path &packed);

// Writes FILE.gzi.
void indexBlocks(const std::filesystem::path &bgzf);

// Opens the file, which may be a pipe, and writes the text some bytes at a time.
void writeInPieces(const std::filesystem::path &file, std::string_view text, size_t pieceBytes);

} // namespace helicase::test
