#include "core/sequence/table_line.h"

#include "core/base/text.h"
#include "core/base/utf8.h"

#include <cmath>
#include <utility>

namespace helicase {

TableLine::TableLine(const LineReader &reader, std::string_view line, char separator)
    : reader_(reader)
{
    for (const std::string_view column : split(line, separator)) {
        columns_.push_back(trim(column));
        starts_.push_back(static_cast<size_t>(column.data() - line.data()));
    }
    const size_t valid = validUtf8Bytes(line);
    if (valid < line.size())
        throw InputError("found " + printable(line.substr(valid, 1)) + ", which is not UTF-8",
                         reader.place(valid), "convert the file to UTF-8");
}

int64_t TableLine::integer(size_t column, std::string_view what) const
{
    const auto number = parseInteger(columns_[column]);
    if (!number)
        fail(column, "found " + printable(columns_[column]) + " as " + std::string(what) +
                         " (expected a whole number)");
    return *number;
}

double TableLine::real(size_t column, std::string_view what) const
{
    const auto number = parseReal(columns_[column]);
    if (!number || !std::isfinite(*number))
        fail(column, "found " + printable(columns_[column]) + " as " + std::string(what) +
                         " (expected a number)");
    return *number;
}

void TableLine::fail(size_t column, const std::string &message, std::string hint) const
{
    throw InputError(message, reader_.place(starts_[column]), std::move(hint));
}

} // namespace helicase
