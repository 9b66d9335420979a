#include "core/base/text.h"

#include "core/base/utf8.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <utility>

namespace helicase {

namespace {

template <typename Number>
std::optional<Number> parseWhole(std::string_view text)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), size_t{0});
    for (size_t i = 0; i < a.size(); ++i) {
        size_t diagonal = std::exchange(row[0], i + 1);
        for (size_t j = 0; j < b.size(); ++j) {
            const size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({substituted, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

} // namespace

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    size_t start = 0;
    for (size_t end; (end = text.find(separator, start)) != std::string_view::npos; start = end + 1)
        parts.push_back(text.substr(start, end - start));
    parts.push_back(text.substr(start));
    return parts;
}

std::string_view trim(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string join(std::span<const std::string> parts, std::string_view separator)
{
    std::string text;
    for (const std::string &part : parts) {
        if (&part != parts.data())
            text += separator;
        text += part;
    }
    return text;
}

std::optional<int64_t> parseInteger(std::string_view text) { return parseWhole<int64_t>(text); }

std::optional<double> parseReal(std::string_view text) { return parseWhole<double>(text); }

std::string formatReal(double value)
{
    char buffer[32];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return error == std::errc() ? std::string(buffer, end) : std::to_string(value);
}

std::optional<std::string> nearestName(std::string_view name, std::span<const std::string> candidates)
{
    std::optional<std::string> best;
    size_t smallest = std::max<size_t>(2, name.size() / 3) + 1;
    for (const std::string &candidate : candidates) {
        const size_t distance = editDistance(name, candidate);
        if (distance < smallest) {
            smallest = distance;
            best = candidate;
        }
    }
    return best;
}

std::string printable(std::string_view text)
{
    constexpr size_t longest = 40;
    static constexpr char digits[] = "0123456789abcdef";
    size_t end = std::min(text.size(), longest);
    if (end < text.size()) // a character is shown whole or not
        for (size_t i = end; i + 3 > end; --i)
            if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
                end = i;
                break;
            }
    std::string result = "\"";
    for (size_t i = 0; i < end;) {
        const size_t valid = i + validUtf8Bytes(text.substr(i, end - i));
        for (; i < end && i <= valid; ++i) {
            const auto byte = static_cast<unsigned char>(text[i]);
            if (i == valid || byte < 0x20 || byte == 0x7F)
                result += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
            else
                result += text[i];
        }
    }
    return result + (text.size() > end ? "...\"" : "\"");
}

} // namespace helicase
