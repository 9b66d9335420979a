// Where a command's data go: standard output, or a file that appears only when it is complete.
#pragma once

#include "core/base/atomic_file.h"

#include <optional>
#include <string>

namespace helicase {

class DataOutput {
public:
    // Empty or "-": standard output.
    explicit DataOutput(const std::filesystem::path &file);
    // Throws DiskError.
    void write(std::string_view text);
    // Must be called at the end; without it a file does not appear.
    void finish();

private:
    void flush();

    std::optional<AtomicFile> file_;
    std::string buffer_;
};

} // namespace helicase
