#include "core/tokenizer/token_lines.h"

#include "core/base/text.h"
#include "core/base/utf8.h"

namespace helicase {

namespace {

constexpr size_t largestFile = size_t{64} << 20;
constexpr size_t longestLine = size_t{1} << 20;
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

} // namespace

TokenLines::TokenLines(const std::filesystem::path &file) : lines_(file, longestLine) {}

std::optional<std::string_view> TokenLines::next()
{
    auto line = lines_.next();
    if (!line)
        return std::nullopt;
    if (lines_.lineNumber() == 1 && line->starts_with(byteOrderMark))
        line->remove_prefix(byteOrderMark.size());
    bytes_ += line->size() + 1;
    if (bytes_ > largestFile)
        throw InputError("found more than 64 MiB, expected a list of tokens", place(),
                         "is this a list of tokens?");
    if (line->find('\0') != std::string_view::npos)
        throw InputError("found a zero byte, expected one token per line", place(),
                         "is this a text file?");
    if (const size_t valid = validUtf8Bytes(*line); valid < line->size())
        throw InputError("found " + printable(line->substr(valid, 1)) + ", expected UTF-8", place(),
                         "convert the file to UTF-8");
    return line;
}

} // namespace helicase
