#include "core/dataset/csv.h"

namespace helicase {

namespace {

// Takes a quoted field from the start of rest, which begins with a quotation mark.
std::optional<std::string> takeQuoted(std::string_view &rest)
{
    std::string field;
    for (size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] != '"') {
            field += rest[i];
        } else if (i + 1 < rest.size() && rest[i + 1] == '"') {
            field += rest[i++];
        } else {
            rest.remove_prefix(i + 1);
            return field;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<std::vector<std::string>> splitCsvRow(std::string_view line)
{
    std::vector<std::string> fields;
    for (std::string_view rest = line;;) {
        if (rest.starts_with('"')) {
            auto field = takeQuoted(rest);
            if (!field || (!rest.empty() && rest.front() != ','))
                return std::nullopt;
            fields.push_back(std::move(*field));
        } else {
            const std::string_view field = rest.substr(0, rest.find(','));
            if (field.find('"') != std::string_view::npos)
                return std::nullopt;
            fields.emplace_back(field);
            rest.remove_prefix(field.size());
        }
        if (rest.empty())
            return fields;
        rest.remove_prefix(1);
    }
}

std::string csvField(std::string_view text)
{
    if (text.find_first_of("\",\r\n") == std::string_view::npos)
        return std::string(text);
    std::string field = "\"";
    for (const char letter : text) {
        if (letter == '"')
            field += '"';
        field += letter == '\n' || letter == '\r' ? ' ' : letter;
    }
    return field + '"';
}

} // namespace helicase
