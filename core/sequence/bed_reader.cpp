#include "core/sequence/bed_reader.h"

#include "core/base/text.h"
#include "core/sequence/table_line.h"

#include <utility>

namespace helicase {

namespace {

constexpr size_t longestLine = size_t{1} << 24;

enum Column : size_t { Chrom, Start, End, Name, Score, Strand };

bool isInterval(std::string_view line)
{
    return !trim(line).empty() && !line.starts_with('#') && !line.starts_with("track ") &&
           !line.starts_with("browser ");
}

BedInterval parseInterval(const TableLine &line)
{
    if (line.size() <= End)
        line.fail(0, "found " + std::to_string(line.size()) + " columns (expected 3 or more)",
                  "sequence, begin, end; separated by tabs, or by single blanks");
    if (line[Chrom].empty())
        line.fail(Chrom, "empty column (expected a name)");
    BedInterval interval{.sequence = std::string(line[Chrom])};
    interval.begin = line.integer(Start, "begin");
    interval.end = line.integer(End, "end");
    if (interval.begin < 0)
        line.fail(Start, "the interval begins at " + std::to_string(interval.begin) +
                             " (expected 0 or more)");
    if (interval.end < interval.begin)
        line.fail(End, "the interval ends at " + std::to_string(interval.end) +
                           ", before its begin at " + std::to_string(interval.begin));
    if (line.size() > Name)
        interval.name = line[Name];
    if (line.size() > Score && line[Score] != ".")
        interval.score = line.real(Score, "score");
    if (line.size() > Strand) {
        if (line[Strand].size() != 1 || line[Strand].find_first_of("+-.") != 0)
            line.fail(Strand,
                      "found " + printable(line[Strand]) + " as strand (expected +, - or .)");
        interval.strand = line[Strand].front();
    }
    return interval;
}

} // namespace

BedReader::BedReader(std::filesystem::path file) : lines_(std::move(file), longestLine) {}

std::optional<BedInterval> BedReader::next()
{
    while (const auto line = lines_.next())
        if (isInterval(*line)) {
            const char separator = line->find('\t') == std::string_view::npos ? ' ' : '\t';
            return parseInterval(TableLine(lines_, *line, separator));
        }
    return std::nullopt;
}

} // namespace helicase
