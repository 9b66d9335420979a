// The rows of a tab-separated table whose first column is "id". Blocking; any thread.
#pragma once

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// Calls row(fields, lineNumber) for every line below the header and returns the header's fields.
// Throws InputError with file and line for another header, another number of columns and an empty
// table.
template <typename Row>
std::vector<std::string> readTable(const std::filesystem::path &file, Row &&row)
{
    const std::string text = readFile(file);
    std::vector<std::string> header;
    int64_t number = 0;
    for (std::string_view line : split(text, '\n')) {
        ++number;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty())
            continue;
        const std::vector<std::string_view> fields = split(line, '\t');
        if (header.empty()) {
            if (fields.front() != "id")
                throw InputError("the first column is " + printable(fields.front()) +
                                     " (expected a header that starts with \"id\")",
                                 {.file = file, .line = number},
                                 "tables of coordinates come from helicase project");
            header.assign(fields.begin(), fields.end());
            continue;
        }
        if (fields.size() != header.size())
            throw InputError("the row has " + std::to_string(fields.size()) +
                                 " columns (expected " + std::to_string(header.size()) + ")",
                             {.file = file, .line = number});
        row(fields, number);
    }
    if (header.empty())
        throw InputError("the table is empty", {.file = file});
    return header;
}

} // namespace helicase
