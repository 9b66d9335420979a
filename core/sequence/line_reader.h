// Lines of a text file that may be plain, gzip or BGZF, or standard input ("-"). The compression is
// recognised by content. One thread per object.
#pragma once

#include "core/base/error.h"
#include "core/sequence/byte_stream.h"

#include <cstdint>
#include <filesystem>
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
    explicit LineReader(ByteStream stream, size_t longestLine = defaultLongestLine);

    // The next line without its end (LF or CR LF), or nothing at the end of the file. The view is
    // valid until the next call. Throws InputError for damaged compressed data and for a line that
    // is too long.
    std::optional<std::string_view> next();

    // Number of the line that next() gave last; the first one has number 1.
    int64_t lineNumber() const { return line_; }
    const std::filesystem::path &file() const { return stream_.file(); }
    // For an InputError about the line that next() gave last; column: bytes from its beginning.
    Place place(size_t column = 0) const;

    // For readers that look at the bytes behind that line themselves, and pieces of lines when they
    // are long. ahead: what is in memory of it, empty at the end of the file only; readMore: more
    // of it (ByteStream::fill); skip: takes bytes off that hold the given number of line ends.
    std::string_view ahead();
    bool readMore() { return stream_.fill(line_); }
    void skip(size_t bytes, int64_t lines);
    bool isMapped() const { return stream_.isMapped(); }
    // For an InputError about a byte of what is ahead, in the line that is ahead.
    Place placeAhead(size_t byte) const;

private:
    void checkLength(size_t length) const;

    ByteStream stream_;
    size_t longestLine_;
    std::string pending_; // a line of which a part is no longer in the stream's window
    int64_t line_ = 0;
    int64_t lineOffset_ = 0;
};

} // namespace helicase
