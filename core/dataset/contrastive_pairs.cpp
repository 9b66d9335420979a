#include "core/dataset/contrastive_pairs.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/csv.h"
#include "core/sequence/alphabet.h"

#include <algorithm>

namespace helicase {

PairReader::PairReader(const std::filesystem::path &file) : lines_(file) {}

void PairReader::checkSequence(const std::string &bases) const
{
    const auto wrong = std::find_if_not(bases.begin(), bases.end(), isNucleotideCode);
    if (wrong != bases.end())
        throw InputError(
            "found " + printable(bases) + " (expected a sequence of ACGTN or IUPAC codes)",
            lines_.place(), lines_.lineNumber() == 1 ? "the file must not have a header" : "");
    if (bases.empty())
        throw InputError("empty sequence", lines_.place());
}

std::optional<ContrastivePair> PairReader::next()
{
    auto line = lines_.next();
    while (line && trim(*line).empty())
        line = lines_.next();
    if (!line)
        return std::nullopt;

    auto fields = splitCsvRow(*line);
    if (!fields)
        throw InputError("quotation mark in the wrong place", lines_.place());
    if (columns_ == 0 && (fields->size() < 2 || fields->size() > 3))
        throw InputError("found " + std::to_string(fields->size()) + " columns (expected 2 or 3)",
                         lines_.place(), "a row is sequence,sequence or sequence,sequence,species");
    if (columns_ != 0 && fields->size() != columns_)
        throw InputError("found " + std::to_string(fields->size()) + " columns (expected " +
                             std::to_string(columns_) + " as in the first row)",
                         lines_.place());
    columns_ = fields->size();
    checkSequence((*fields)[0]);
    checkSequence((*fields)[1]);
    return ContrastivePair{.first = std::move((*fields)[0]),
                           .second = std::move((*fields)[1]),
                           .label = columns_ == 3 ? std::move((*fields)[2]) : std::string()};
}

std::vector<ContrastivePair> readPairs(const std::filesystem::path &file)
{
    PairReader reader(file);
    std::vector<ContrastivePair> pairs;
    while (auto pair = reader.next())
        pairs.push_back(std::move(*pair));
    if (pairs.empty())
        throw InputError(
            "holds no pairs (expected rows sequence,sequence or sequence,sequence,species)",
            {.file = file});
    return pairs;
}

void writePairs(const std::filesystem::path &file, std::span<const ContrastivePair> pairs)
{
    const bool labelled =
        std::ranges::any_of(pairs, [](const auto &pair) { return !pair.label.empty(); });
    AtomicFile output(file);
    for (const ContrastivePair &pair : pairs) {
        std::string line = csvField(pair.first) + ',' + csvField(pair.second);
        if (labelled)
            line += ',' + csvField(pair.label);
        output.write(line + '\n');
    }
    output.commit();
}

} // namespace helicase
