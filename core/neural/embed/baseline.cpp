#include "core/neural/embed/baseline.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/dataset/numpy_file.h"
#include "core/sequence/kmer_profile.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>
#include <optional>

namespace helicase {

namespace {

constexpr int64_t tetranucleotides = 256;
constexpr int64_t kernelColumns = 103;
constexpr int64_t wordVectorColumns = 100;
constexpr std::string_view mergedSuffix = "-merged";

// "TNF_K" and " tnf k" as "tnf-k".
std::string asWritten(std::string_view name)
{
    std::string plain(trim(name));
    for (char &letter : plain)
        letter = letter == '_' || letter == ' '
                     ? '-'
                     : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return plain;
}

// The K of "3-mers", "3-mer" and "3mers".
std::optional<int> wordLengthOf(std::string_view name)
{
    if (name.empty() || name[0] < '1' || name[0] > '0' + KmerCounter::longestWord)
        return std::nullopt;
    std::string_view rest = name.substr(1);
    if (rest.starts_with('-'))
        rest.remove_prefix(1);
    return rest == "mers" || rest == "mer" ? std::optional(name[0] - '0') : std::nullopt;
}

// Row r of the result is the row of the same word in a table whose words are in the order A, C, G,
// T.
Matrix inOrderOfShares(const Matrix &table)
{
    const std::vector<std::string> theirs = KmerCounter(4, Strands::Separate, "ACGT").words();
    Matrix ordered(table.rows(), table.columns());
    int64_t row = 0;
    for (const std::string &word : KmerCounter(4).words()) {
        const auto place = std::ranges::lower_bound(theirs, word) - theirs.begin();
        std::ranges::copy(table.row(place), ordered.row(row++).begin());
    }
    return ordered;
}

std::shared_ptr<const Matrix> readTable(const std::filesystem::path &file, int64_t columns)
{
    if (file.empty())
        return nullptr;
    auto table = std::make_shared<const Matrix>(readNumpyMatrix(file, tetranucleotides, columns));
    for (int64_t row = 0; row < table->rows(); ++row)
        for (const float value : table->row(row))
            if (!std::isfinite(value))
                throw InputError("row " + std::to_string(row + 1) +
                                     " holds a value that is not finite",
                                 {.file = file});
    return table;
}

std::vector<double> sharesOf(std::span<const int64_t> counts, int64_t words)
{
    std::vector<double> shares;
    for (const int64_t count : counts)
        shares.push_back(static_cast<double>(count) / static_cast<double>(words));
    return shares;
}

// Sums in double precision.
void multiply(std::span<const double> shares, double offset, const Matrix &table,
              std::span<float> result)
{
    std::vector<double> sums(result.size());
    for (size_t word = 0; word < shares.size(); ++word) {
        const double factor = shares[word] - offset;
        const std::span<const float> row = table.row(static_cast<int64_t>(word));
        for (size_t j = 0; j < sums.size(); ++j)
            sums[j] += factor * row[j];
    }
    std::ranges::transform(sums, result.begin(),
                           [](double sum) { return static_cast<float>(sum); });
}

} // namespace

BaselineTables BaselineTables::read(const std::filesystem::path &kernel,
                                    const std::filesystem::path &wordVectors)
{
    return {.kernel = readTable(kernel, kernelColumns),
            .wordVectors = readTable(wordVectors, wordVectorColumns)};
}

std::string baselineNames()
{
    return "tnf, tnf-merged, tnf-k, tnf-k-compat, dna2vec, 1-mers to 8-mers and 1-mers-merged to "
           "8-mers-merged";
}

Baseline::Baseline(std::string_view name, const BaselineTables &tables) : name_(asWritten(name))
{
    std::string_view words = name_;
    isMerged_ = words.ends_with(mergedSuffix);
    if (isMerged_)
        words.remove_suffix(mergedSuffix.size());
    const std::optional<int> length = words == "tnf" ? 4 : wordLengthOf(words);
    if (length) {
        wordLength_ = *length;
        const bool isTnf = wordLength_ == 4;
        const std::string number = std::to_string(wordLength_);
        label_ = (isTnf ? "TNF" : number + "-mers") + (isMerged_ ? ", strands merged" : "");
        name_ = (isTnf ? "tnf" : number + "-mers") + std::string(isMerged_ ? mergedSuffix : "");
        return;
    }
    if (name_ == "tnf-k" || name_ == "tnf-k-compat") {
        label_ = name_ == "tnf-k" ? "TNF-K" : "TNF-K, rows as published";
        offset_ = 1.0 / static_cast<double>(tetranucleotides);
        useTable(tables.kernel, "kernel", kernelColumns);
        if (name_ == "tnf-k")
            table_ = std::make_shared<const Matrix>(inOrderOfShares(*table_));
    } else if (name_ == "dna2vec") {
        label_ = "DNA2Vec";
        useTable(tables.wordVectors, "word-vectors", wordVectorColumns);
    } else
        throw OptionError("baseline", printable(name) + " is no baseline",
                          "the baselines are " + baselineNames());
}

void Baseline::useTable(std::shared_ptr<const Matrix> table, const char *option, int64_t columns)
{
    if (!table)
        throw OptionError("baseline", name_ + " needs a table that is not part of Helicase",
                          "give its file, " + std::to_string(tetranucleotides) + " x " +
                              std::to_string(columns) + " numbers, with --" + option);
    table_ = std::move(table);
}

int64_t Baseline::width() const
{
    if (table_)
        return table_->columns();
    return KmerCounter(wordLength_, isMerged_ ? Strands::Merged : Strands::Separate).width();
}

EmbeddingTable Baseline::embed(std::span<const Sequence> sequences) const
{
    const KmerCounter counter(wordLength_, isMerged_ ? Strands::Merged : Strands::Separate);
    const int64_t columns = width();
    requireMemory(label_ + " of " + std::to_string(sequences.size()) + " sequences",
                  static_cast<double>(sequences.size()) * static_cast<double>(columns) *
                      sizeof(float),
                  "shorter words take less");
    EmbeddingTable table{.vectors = Matrix(std::ssize(sequences), columns)};
    int64_t skippedWords = 0;
    int64_t withOtherLetters = 0;
    for (const Sequence &sequence : sequences) {
        const std::vector<int64_t> counts = counter.count(sequence.bases);
        const int64_t words = std::accumulate(counts.begin(), counts.end(), int64_t{0});
        const int64_t places = std::ssize(sequence.bases) - wordLength_ + 1;
        skippedWords += std::max<int64_t>(0, places - words);
        withOtherLetters += places > words ? 1 : 0;
        const std::span<float> row = table.vectors.row(std::ssize(table.ids));
        if (words > 0 && table_)
            multiply(sharesOf(counts, words), offset_, *table_, row);
        else if (words > 0)
            std::ranges::transform(sharesOf(counts, words), row.begin(),
                                   [](double share) { return static_cast<float>(share); });
        table.ids.push_back(sequence.id);
        table.lengths.push_back(std::ssize(sequence.bases));
    }
    table.provenance = {{"baseline", name_},
                        {"label", label_},
                        {"word_length", std::to_string(wordLength_)},
                        {"skipped_words", std::to_string(skippedWords)},
                        {"sequences_with_other_letters", std::to_string(withOtherLetters)}};
    return table;
}

} // namespace helicase
