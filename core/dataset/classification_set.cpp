#include "core/dataset/classification_set.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/labelled_rows.h"
#include "core/sequence/alphabet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace helicase {

namespace {

constexpr size_t mostLetters = size_t{1} << 32;

class SplitReader {
public:
    explicit SplitReader(const std::filesystem::path &file) : rows_(file)
    {
        set_.file = file;
        set_.isPaired = rows_.isPaired();
    }

    ClassificationSet read()
    {
        while (auto row = rows_.next())
            take(*row);
        if (set_.examples.empty())
            throw InputError("holds a header only (expected rows of sequences and labels)",
                             {.file = set_.file});
        return std::move(set_);
    }

private:
    void take(LabelledRow &row)
    {
        checkSequence(row.first);
        if (set_.isPaired)
            checkSequence(row.second);
        if (isMissingLabel(row.label))
            throw InputError(row.label.empty() ? "the label is missing"
                                               : "the label is NaN, a missing value",
                             rows_.place(), "give the row a label or remove it");
        letters_ += row.first.size() + row.second.size();
        if (letters_ > mostLetters)
            throw InputError("holds more than 4 GB of sequence", {.file = set_.file},
                             "train on a part of it");
        set_.examples.push_back({.sequence = std::move(row.first),
                                 .pair = std::move(row.second),
                                 .label = std::move(row.label),
                                 .line = rows_.lineNumber()});
    }

    // Blanks are allowed: published k-mer files have them between the k-mers.
    void checkSequence(std::string_view text) const
    {
        if (text.empty())
            throw InputError("empty sequence", rows_.place());
        const auto wrong = std::ranges::find_if_not(
            text, [](char letter) { return letter == ' ' || isNucleotideCode(letter); });
        if (wrong != text.end())
            throw InputError("found " + printable(text) +
                                 " (expected a sequence of ACGTN or IUPAC codes)",
                             rows_.place(), labelledRowsHint);
    }

    LabelledRowReader rows_;
    ClassificationSet set_;
    size_t letters_ = 0;
};

std::filesystem::path findSplit(const std::filesystem::path &folder, const std::string &name)
{
    for (const char *ending : {".csv", ".csv.gz", ".tsv", ".tsv.gz"})
        if (const auto file = folder / (name + ending); std::filesystem::is_regular_file(file))
            return file;
    return {};
}

} // namespace

ClassificationSet readClassificationSet(const std::filesystem::path &file)
{
    return SplitReader(file).read();
}

ClassificationSplits findSplits(const std::filesystem::path &folder)
{
    return {findSplit(folder, "train"), findSplit(folder, "dev"), findSplit(folder, "test")};
}

void sortClassNames(std::vector<std::string> &names)
{
    const bool areNumbers = std::ranges::all_of(
        names, [](const std::string &name) { return parseInteger(name).has_value(); });
    std::ranges::sort(names);
    if (areNumbers)
        std::ranges::stable_sort(
            names, {}, [](const std::string &name) { return parseInteger(name).value_or(0); });
}

ClassList ClassList::of(const ClassificationSet &training)
{
    std::set<std::string> labels;
    for (const ClassificationExample &example : training.examples)
        labels.insert(example.label);
    if (labels.size() < 2)
        throw InputError("there is one class only (" + printable(*labels.begin()) +
                             "): nothing can be learned from it",
                         {.file = training.file}, "classification needs at least two labels");
    std::vector<std::string> names(labels.begin(), labels.end());
    sortClassNames(names);
    return ClassList(std::move(names));
}

std::optional<int64_t> ClassList::find(std::string_view label) const
{
    const auto found = std::ranges::find(names_, label);
    return found == names_.end() ? std::nullopt : std::optional<int64_t>(found - names_.begin());
}

std::vector<int64_t> ClassList::numbersOf(const ClassificationSet &set) const
{
    std::map<std::string_view, int64_t> numberOf;
    for (int64_t i = 0; i < size(); ++i)
        numberOf[names_[static_cast<size_t>(i)]] = i;
    std::vector<int64_t> numbers;
    numbers.reserve(set.examples.size());
    for (const ClassificationExample &example : set.examples) {
        const auto found = numberOf.find(example.label);
        if (found == numberOf.end())
            throw InputError("the label " + printable(example.label) +
                                 " does not occur in the training data",
                             {.file = set.file, .line = example.line},
                             "the classes are those of the training split");
        numbers.push_back(found->second);
    }
    return numbers;
}

std::vector<double> valuesOf(const ClassificationSet &set)
{
    std::vector<double> values;
    values.reserve(set.examples.size());
    for (const ClassificationExample &example : set.examples) {
        const auto value = parseReal(example.label);
        if (!value || !std::isfinite(*value))
            throw InputError("the label " + printable(example.label) + " is no number",
                             {.file = set.file, .line = example.line},
                             "regression needs a number in every row");
        values.push_back(*value);
    }
    return values;
}

} // namespace helicase
