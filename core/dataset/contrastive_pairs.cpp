#include "core/dataset/contrastive_pairs.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/csv.h"
#include "core/sequence/alphabet.h"

#include <algorithm>
#include <functional>

namespace helicase {

ForeignLetters foreignLettersFrom(const std::string &name)
{
    if (name == "error")
        return ForeignLetters::Refuse;
    if (name == "skip")
        return ForeignLetters::SkipPair;
    if (name == "unknown")
        return ForeignLetters::Unknown;
    throw OptionError("data.letters", printable(name) + " is no such policy",
                      "choose error, skip or unknown");
}

PairReader::PairReader(const std::filesystem::path &file, ForeignLetters letters)
    : lines_(file), letters_(letters)
{
}

bool PairReader::accept(std::string &bases, const char *which)
{
    if (bases.empty())
        throw InputError("the " + std::string(which) + " sequence of the pair is empty",
                         lines_.place(), "remove the row, or give it both sequences");
    const auto foreign = std::ranges::count_if(bases, std::not_fn(isNucleotideCode));
    if (foreign == 0)
        return true;
    const bool isHeader = lines_.lineNumber() == 1 && 2 * foreign >= std::ssize(bases);
    if (isHeader || letters_ == ForeignLetters::Refuse)
        throw InputError(
            "found " + printable(bases) + " (expected a sequence of ACGTN or IUPAC codes)",
            lines_.place(),
            lines_.lineNumber() == 1
                ? "the file must not have a header"
                : "data.letters says whether such pairs are left out or the letters read as N");
    if (letters_ == ForeignLetters::SkipPair)
        return false;
    std::ranges::replace_if(bases, std::not_fn(isNucleotideCode), 'N');
    replaced_ += foreign;
    return true;
}

std::optional<std::vector<std::string>> PairReader::nextRow()
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
    return fields;
}

std::optional<ContrastivePair> PairReader::next()
{
    while (auto fields = nextRow()) {
        std::string &first = (*fields)[0], &second = (*fields)[1];
        const bool acceptsFirst = accept(first, "first");
        if (accept(second, "second") && acceptsFirst)
            return ContrastivePair{.first = std::move(first),
                                   .second = std::move(second),
                                   .label =
                                       columns_ == 3 ? std::move((*fields)[2]) : std::string()};
        ++skipped_;
    }
    return std::nullopt;
}

PairFile readPairFile(const std::filesystem::path &file, ForeignLetters letters)
{
    PairReader reader(file, letters);
    PairFile result;
    while (auto pair = reader.next())
        result.pairs.push_back(std::move(*pair));
    result.skipped = reader.skipped();
    result.replaced = reader.replaced();
    if (result.pairs.empty())
        throw InputError(
            result.skipped > 0
                ? "all " + std::to_string(result.skipped) +
                      " pairs hold letters outside the alphabet"
                : "holds no pairs (expected rows sequence,sequence or sequence,sequence,species)",
            {.file = file});
    return result;
}

std::vector<ContrastivePair> readPairs(const std::filesystem::path &file)
{
    return readPairFile(file, ForeignLetters::Refuse).pairs;
}

std::string pairLine(const ContrastivePair &pair, LabelColumn column)
{
    std::string line = csvField(pair.first) + ',' + csvField(pair.second);
    if (column == LabelColumn::Written)
        line += ',' + csvField(pair.label);
    return line + '\n';
}

void writePairs(const std::filesystem::path &file, std::span<const ContrastivePair> pairs)
{
    const bool labelled =
        std::ranges::any_of(pairs, [](const auto &pair) { return !pair.label.empty(); });
    AtomicFile output(file);
    for (const ContrastivePair &pair : pairs)
        output.write(pairLine(pair, labelled ? LabelColumn::Written : LabelColumn::LeftOut));
    output.commit();
}

} // namespace helicase
