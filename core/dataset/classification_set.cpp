#include "core/dataset/classification_set.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/csv.h"
#include "core/sequence/alphabet.h"
#include "core/sequence/line_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace helicase {

namespace {

constexpr size_t mostLetters = size_t{1} << 32;
constexpr const char *layoutHint =
    "a header row is followed by rows sequence,label or sequence,sequence,label";

bool isNotANumber(std::string_view label)
{
    constexpr std::string_view nan = "nan";
    return std::ranges::equal(label, nan, [](char a, char b) { return (a | 0x20) == b; });
}

// A line of bases where names of columns are expected.
bool looksLikeSequence(std::string_view name)
{
    return name.size() >= 8 && std::ranges::all_of(name, isNucleotideCode);
}

class SplitReader {
public:
    explicit SplitReader(const std::filesystem::path &file) : lines_(file) { set_.file = file; }

    ClassificationSet read()
    {
        readHeader();
        while (const auto line = nextLine())
            readRow(*line);
        if (set_.examples.empty())
            throw InputError("holds a header only (expected rows of sequences and labels)",
                             {.file = set_.file});
        return std::move(set_);
    }

private:
    std::optional<std::string_view> nextLine()
    {
        auto line = lines_.next();
        while (line && trim(*line).empty())
            line = lines_.next();
        return line;
    }

    std::vector<std::string> fieldsOf(std::string_view line) const
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

    void readHeader()
    {
        const auto line = nextLine();
        if (!line)
            throw InputError("is empty (expected sequences and labels)", {.file = set_.file},
                             layoutHint);
        if (line->find('\t') != std::string_view::npos)
            separator_ = '\t';
        const std::vector<std::string> names = fieldsOf(*line);
        columns_ = names.size();
        if (columns_ != 2 && columns_ != 3)
            throw InputError("found " + std::to_string(columns_) + " columns (expected 2 or 3)",
                             lines_.place(), layoutHint);
        if (looksLikeSequence(trim(names.front())))
            throw InputError("the first row holds a sequence (expected a header)", lines_.place(),
                             "put a line like sequence,label before it");
        set_.isPaired = columns_ == 3;
    }

    void readRow(std::string_view line)
    {
        const std::vector<std::string> fields = fieldsOf(line);
        if (fields.size() != columns_)
            throw InputError("found " + std::to_string(fields.size()) + " columns (expected " +
                                 std::to_string(columns_) + " as in the header)",
                             lines_.place());
        ClassificationExample example;
        example.sequence = sequence(fields[0]);
        if (set_.isPaired)
            example.pair = sequence(fields[1]);
        example.label = trim(fields.back());
        example.line = lines_.lineNumber();
        if (example.label.empty() || isNotANumber(example.label))
            throw InputError(example.label.empty() ? "the label is missing"
                                                   : "the label is NaN, a missing value",
                             lines_.place(), "give the row a label or remove it");
        letters_ += example.sequence.size() + example.pair.size();
        if (letters_ > mostLetters)
            throw InputError("holds more than 4 GB of sequence", {.file = set_.file},
                             "train on a part of it");
        set_.examples.push_back(std::move(example));
    }

    // Blanks are allowed: published k-mer files have them between the k-mers.
    std::string sequence(std::string_view field) const
    {
        const std::string_view text = trim(field);
        if (text.empty())
            throw InputError("empty sequence", lines_.place());
        const auto wrong = std::ranges::find_if_not(
            text, [](char letter) { return letter == ' ' || isNucleotideCode(letter); });
        if (wrong != text.end())
            throw InputError("found " + printable(text) +
                                 " (expected a sequence of ACGTN or IUPAC codes)",
                             lines_.place(), layoutHint);
        return std::string(text);
    }

    LineReader lines_;
    ClassificationSet set_;
    char separator_ = ',';
    size_t columns_ = 0;
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
    const bool areNumbers = std::ranges::all_of(
        names, [](const std::string &name) { return parseInteger(name).has_value(); });
    if (areNumbers)
        std::ranges::stable_sort(names, {}, [](const std::string &name) {
            return parseInteger(name).value_or(0);
        });
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
