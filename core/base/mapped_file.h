// A file mapped into memory for reading. It must not be cut while it is open.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace helicase {

class MappedFile {
public:
    // Throws InputError when it cannot be opened or is no regular file.
    explicit MappedFile(const std::filesystem::path &file);
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;
    ~MappedFile();

    std::span<const std::byte> bytes() const { return bytes_; }
    // Takes these bytes out of the memory that the program holds; who reads them again gets them from
    // the file.
    void release(size_t begin, size_t end) const;

private:
    std::span<const std::byte> bytes_;
};

} // namespace helicase
