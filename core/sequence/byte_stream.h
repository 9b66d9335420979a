// The bytes of a file behind its compression: plain, gzip or BGZF, recognised by content; a file, a
// pipe, or standard input ("-"). Memory is bounded whatever the file holds. One thread per object.
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace helicase {

class ByteStream {
public:
    // Map: a plain regular file is mapped into memory, so that what was read stays where it is. It
    // must not be cut meanwhile; files that others may write over are better read as a stream.
    enum class Access { Stream, Map };

    // Throws InputError when the file cannot be opened, is a folder or is compressed in another
    // way.
    explicit ByteStream(std::filesystem::path file, Access access = Access::Stream);
    ByteStream(ByteStream &&) noexcept;
    ByteStream &operator=(ByteStream &&) noexcept;
    ~ByteStream();

    const std::filesystem::path &file() const;
    bool isMapped() const;

    // What has been read and not yet taken.
    std::string_view window() const { return window_; }
    // Position of the window's first byte in the unpacked file, 0-based.
    int64_t offset() const { return offset_; }
    void take(size_t bytes)
    {
        window_.remove_prefix(bytes);
        offset_ += static_cast<int64_t>(bytes);
    }

    // Reads on; false at the end of the file. A mapped window grows at its end; any other window
    // must have been taken and is replaced, with all views of it. Throws InputError for damaged or
    // cut off compressed data and for a mapped file that was cut; its place holds the given line, 0
    // for none.
    bool fill(int64_t line);

private:
    struct Source;

    std::unique_ptr<Source> source_;
    std::string_view window_;
    int64_t offset_ = 0;
};

} // namespace helicase
