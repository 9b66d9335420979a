// Lines of a text file that may be plain, gzip or BGZF, or standard input ("-"). The compression is
// recognised by content. One thread per object.
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace helicase {

class LineReader {
public:
    // No line may be longer than this many bytes, so that a damaged or hostile file cannot fill the
    // memory.
    static constexpr size_t defaultLongestLine = size_t{1} << 28;

    // Throws InputError when the file cannot be opened, is a folder, is compressed in another way,
    // or is a BGZF file that lost its end.
    explicit LineReader(std::filesystem::path file, size_t longestLine = defaultLongestLine);
    LineReader(LineReader &&) noexcept;
    LineReader &operator=(LineReader &&) noexcept;
    ~LineReader();

    // The next line without its end (LF or CR LF), or nothing at the end of the file. The view is
    // valid until the next call. Throws InputError for damaged compressed data and for a line that
    // is too long.
    std::optional<std::string_view> next();

    // Number of the line that next() gave last; the first one has number 1.
    int64_t lineNumber() const;
    const std::filesystem::path &file() const;
    // File and line for an InputError about the line that next() gave last.
    Place place() const;

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

} // namespace helicase
