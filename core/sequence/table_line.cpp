#include "core/sequence/table_line.h"

#include "core/base/text.h"
#include "core/base/utf8.h"

#include <cmath>
#include <utility>

namespace helicase {

TableLine::TableLine(const LineReader &reader, std::string_view line, char separator)
    : reader_(reader), line_(line), columns_(split(line, separator))
{
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
    const auto at = static_cast<size_t>(columns_[column].data() - line_.data());
    throw InputError(message, reader_.place(at), std::move(hint));
}

} // namespace helicase
