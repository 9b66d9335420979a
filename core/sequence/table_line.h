// One line of a tab-separated table of others: its columns, and errors that name the column's
// place.
#pragma once

#include "core/sequence/line_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

class TableLine {
public:
    // The line that the reader gave last. Throws InputError when it is no UTF-8.
    TableLine(const LineReader &reader, std::string_view line, char separator = '\t');

    size_t size() const { return columns_.size(); }
    // Without blanks at its ends.
    std::string_view operator[](size_t column) const { return columns_[column]; }

    // Strict numbers; throw InputError. what: "start", "score" ...
    int64_t integer(size_t column, std::string_view what) const;
    double real(size_t column, std::string_view what) const;

    // Throws InputError at the column.
    [[noreturn]] void fail(size_t column, const std::string &message, std::string hint = {}) const;

private:
    const LineReader &reader_;
    std::vector<std::string_view> columns_;
    std::vector<size_t> starts_; // bytes from the line's beginning
};

} // namespace helicase
