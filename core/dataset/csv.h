// Comma-separated rows as RFC 4180 describes them, except that a field never holds a line end.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// The fields of one line, quotation marks removed; nothing when a quotation mark is not closed or
// stands in the middle of a field.
std::optional<std::vector<std::string>> splitCsvRow(std::string_view line);

// The field, in quotation marks if it needs them.
std::string csvField(std::string_view text);

} // namespace helicase
