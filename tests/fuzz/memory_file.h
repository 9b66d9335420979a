// Bytes under a path, for parsers that read files.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace helicase::test {

class MemoryFile {
public:
    MemoryFile(const void *bytes, size_t size) : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC))
    {
        const auto *next = static_cast<const char *>(bytes);
        while (size > 0) {
            const ssize_t written = ::write(descriptor_, next, size);
            if (written <= 0)
                std::abort();
            next += written;
            size -= static_cast<size_t>(written);
        }
    }
    MemoryFile(const MemoryFile &) = delete;
    MemoryFile &operator=(const MemoryFile &) = delete;
    ~MemoryFile() { ::close(descriptor_); }

    std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

} // namespace helicase::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
