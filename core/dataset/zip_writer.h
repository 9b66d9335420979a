// Writes a ZIP archive of files as they are, each beginning at a multiple of 64 bytes, as PyTorch
// lays its weights. Source: PKWARE APPNOTE 6.3.
#pragma once

#include "core/base/atomic_file.h"

#include <cstdint>

namespace helicase {

class ZipWriter {
public:
    // AsNeeded: ZIP64 where a number does not fit into 32 bits.
    enum class Numbers { AsNeeded, Always64Bits };

    // The archive appears under its name with finish(). Throws DiskError.
    explicit ZipWriter(const std::filesystem::path &file, Numbers numbers = Numbers::AsNeeded);

    void add(const std::string &name, std::span<const std::byte> content);
    void add(const std::string &name, std::string_view content);
    void finish();

private:
    bool isLarge(uint64_t number) const;
    void write(std::string_view bytes);

    AtomicFile file_;
    Numbers numbers_;
    uint64_t place_ = 0;
    uint64_t count_ = 0;
    std::string directory_;
};

} // namespace helicase
