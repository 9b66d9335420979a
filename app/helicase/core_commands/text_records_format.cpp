#include "app/helicase/core_commands/text_records_format.h"

#include "app/helicase/core_commands/text_records_columns.h"
#include "core/base/text.h"

#include <algorithm>
#include <utility>

namespace helicase {

namespace {

TextFormat formatOfLine(std::string_view line, TabMeans tab)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    const std::string_view text = trim(line);
    // A long line is not in memory up to its end.
    if (text[0] == '{')
        return TextFormat::JsonLines;
    if (text[0] == '>')
        return TextFormat::Fasta;
    if (text[0] == '@')
        return TextFormat::Fastq;
    if (isTableRow(line, ','))
        return TextFormat::Csv;
    return tab == TabMeans::Text && isTableRow(line, '\t') ? TextFormat::Tsv : TextFormat::Lines;
}

} // namespace

std::optional<TextFormat> textFormatNamed(std::string_view name)
{
    constexpr std::pair<std::string_view, TextFormat> formats[] = {
        {"fasta", TextFormat::Fasta}, {"fastq", TextFormat::Fastq},
        {"lines", TextFormat::Lines}, {"csv", TextFormat::Csv},
        {"tsv", TextFormat::Tsv},     {"jsonl", TextFormat::JsonLines}};
    for (const auto &[known, format] : formats)
        if (known == name)
            return format;
    return std::nullopt;
}

TextFormat recogniseFormat(ByteStream &stream, TabMeans tab)
{
    if (stream.window().empty())
        stream.fill(1);
    for (std::string_view rest = stream.window(); !rest.empty();) {
        const size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        if (!trim(line).empty())
            return formatOfLine(line, tab);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return TextFormat::Lines;
}

} // namespace helicase
