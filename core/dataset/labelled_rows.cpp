#include "core/dataset/labelled_rows.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/csv.h"
#include "core/sequence/alphabet.h"

#include <algorithm>

namespace helicase {

bool looksLikeSequence(std::string_view name)
{
    constexpr size_t shortest = 8;
    return name.size() >= shortest && std::ranges::all_of(name, isNucleotideCode);
}

bool isMissingLabel(std::string_view label)
{
    constexpr std::string_view nan = "nan";
    return label.empty() ||
           std::ranges::equal(label, nan, [](char a, char b) { return (a | 0x20) == b; });
}

LabelledRowReader::LabelledRowReader(const std::filesystem::path &file) : lines_(file)
{
    const auto line = nextLine();
    if (!line)
        throw InputError("is empty (expected sequences and labels)", {.file = file},
                         labelledRowsHint);
    if (line->find('\t') != std::string_view::npos)
        separator_ = '\t';
    const std::vector<std::string> names = fieldsOf(*line);
    columns_ = names.size();
    if (columns_ != 2 && columns_ != 3)
        throw InputError("found " + std::to_string(columns_) + " columns (expected 2 or 3)",
                         lines_.place(), labelledRowsHint);
    if (looksLikeSequence(trim(names.front())))
        throw InputError("the first row holds a sequence (expected a header)", lines_.place(),
                         "put a line like sequence,label before it");
    labelName_ = trim(names.back());
}

std::optional<std::string_view> LabelledRowReader::nextLine()
{
    auto line = lines_.next();
    while (line && trim(*line).empty())
        line = lines_.next();
    return line;
}

std::vector<std::string> LabelledRowReader::fieldsOf(std::string_view line) const
{
    if (separator_ == '\t') {
        const std::vector<std::string_view> parts = split(line, '\t');
        return {parts.begin(), parts.end()};
    }
    auto fields = splitCsvRow(line);
    if (!fields)
        throw InputError("quotation mark in the wrong place", lines_.place());
    return std::move(*fields);
}

std::optional<LabelledRow> LabelledRowReader::next()
{
    const auto line = nextLine();
    if (!line)
        return std::nullopt;
    const std::vector<std::string> fields = fieldsOf(*line);
    if (fields.size() != columns_)
        throw InputError("found " + std::to_string(fields.size()) + " columns (expected " +
                             std::to_string(columns_) + " as in the header)",
                         lines_.place());
    LabelledRow row;
    row.first = trim(fields.front());
    if (isPaired())
        row.second = trim(fields[1]);
    row.label = trim(fields.back());
    return row;
}

} // namespace helicase
