// A file that appears under its name only when it is complete. Data go to a temporary file in the same
// folder; commit() flushes it to the disk, renames it and flushes the folder. Without commit() the
// destructor removes it, and whatever stood under the name before is untouched.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace helicase {

class AtomicFile {
public:
    // Creates missing parent folders. Throws DiskError.
    explicit AtomicFile(std::filesystem::path path);
    AtomicFile(const AtomicFile &) = delete;
    AtomicFile &operator=(const AtomicFile &) = delete;
    ~AtomicFile();

    void write(std::string_view text);
    void write(std::span<const std::byte> bytes);
    // Everything behind so many bytes leaves this file for the end of the other one.
    void moveTail(int64_t bytes, AtomicFile &other);
    void commit();

private:
    std::filesystem::path path_;
    std::filesystem::path temporary_;
    int descriptor_ = -1;
};

void writeFileAtomically(const std::filesystem::path &path, std::string_view content);

// Makes renames and new names in a folder durable. Throws DiskError.
void flushFolder(const std::filesystem::path &folder);

// Reads a whole small file. Throws InputError when it cannot be read or is larger than maximumBytes.
std::string readFile(const std::filesystem::path &path, size_t maximumBytes = size_t{1} << 30);

} // namespace helicase
