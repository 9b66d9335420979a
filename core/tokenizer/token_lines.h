// The lines of a file that holds one token per line. One thread per object.
#pragma once

#include "core/sequence/line_reader.h"

namespace helicase {

class TokenLines {
public:
    // Throws InputError when the file cannot be opened.
    explicit TokenLines(const std::filesystem::path &file);

    // The next line, or nothing at the end; the view is valid until the next call. Throws
    // InputError for a line that is no text (not UTF-8, a zero byte), and where a file goes on
    // beyond 64 MiB.
    std::optional<std::string_view> next();
    Place place() const { return {.file = lines_.file(), .line = lines_.lineNumber()}; }

private:
    LineReader lines_;
    size_t bytes_ = 0; // of the lines so far
};

} // namespace helicase
