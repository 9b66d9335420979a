#include "core/sequence/line_reader.h"

#include <utility>

namespace helicase {

LineReader::LineReader(std::filesystem::path file, size_t longestLine)
    : LineReader(ByteStream(std::move(file)), longestLine)
{
}

LineReader::LineReader(ByteStream stream, size_t longestLine)
    : stream_(std::move(stream)), longestLine_(longestLine)
{
}

void LineReader::checkLength(size_t length) const
{
    if (length > longestLine_)
        throw InputError("line of more than " + std::to_string(longestLine_) + " bytes",
                         {.file = file(), .line = line_ + 1, .byteOffset = lineOffset_},
                         "is this a text file?");
}

std::optional<std::string_view> LineReader::next()
{
    lineOffset_ = stream_.offset();
    pending_.clear();
    std::string_view line;
    size_t searched = 0; // bytes of the window that are known to hold no line end
    while (true) {
        const std::string_view window = stream_.window();
        const size_t feed = window.find('\n', searched);
        line = window.substr(0, feed);
        checkLength(pending_.size() + line.size());
        if (feed != std::string_view::npos) {
            stream_.take(feed + 1);
            break;
        }
        searched = window.size();
        if (!stream_.isMapped()) {
            pending_ += window;
            stream_.take(window.size());
            searched = 0;
        }
        if (stream_.fill(line_))
            continue;
        line = stream_.window(); // all that is left of a mapped file
        if (line.empty() && pending_.empty())
            return std::nullopt;
        stream_.take(line.size());
        break;
    }
    ++line_;
    if (!pending_.empty())
        line = pending_ += line;
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

Place LineReader::place(size_t column) const
{
    return {
        .file = file(), .line = line_, .byteOffset = lineOffset_ + static_cast<int64_t>(column)};
}

std::string_view LineReader::ahead()
{
    if (stream_.window().empty())
        stream_.fill(line_);
    return stream_.window();
}

void LineReader::skip(size_t bytes, int64_t lines)
{
    stream_.take(bytes);
    line_ += lines;
}

Place LineReader::placeAhead(size_t byte) const
{
    return {.file = file(),
            .line = line_ + 1,
            .byteOffset = stream_.offset() + static_cast<int64_t>(byte)};
}

} // namespace helicase
