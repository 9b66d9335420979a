// Pairs of sequences of one species: the training data of contrastive learning. The file layout is
// that of DNABERT-S (MAGICS-LAB/DNABERT_S): CSV without a header, two sequences per line; a third
// column may name the species.
#pragma once

#include "core/sequence/line_reader.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace helicase {

struct ContrastivePair {
    std::string first;
    std::string second;
    std::string label; // empty when the file has two columns

    bool operator==(const ContrastivePair &) const = default;
};

// What becomes of letters that are no IUPAC code.
enum class ForeignLetters {
    Refuse,   // an InputError
    SkipPair, // the pair is left out and counted
    Unknown   // they become N
};

// "error", "skip" or "unknown". Throws OptionError.
ForeignLetters foreignLettersFrom(const std::string &name);

// Reads pair after pair, for files that do not fit in memory. Plain, gzip or BGZF.
class PairReader {
public:
    // Throws InputError when the file cannot be opened.
    explicit PairReader(const std::filesystem::path &file,
                        ForeignLetters letters = ForeignLetters::Refuse);
    // The next pair, or nothing at the end. Throws InputError with the line for a row with another
    // number of columns than the first one, an unclosed quotation mark, an empty sequence, a
    // foreign letter that is to be refused, or a header.
    std::optional<ContrastivePair> next();
    // Of the pair that next() gave last, 1-based.
    int64_t lineNumber() const { return lines_.lineNumber(); }
    // Pairs left out, and letters that became N, so far.
    int64_t skipped() const { return skipped_; }
    int64_t replaced() const { return replaced_; }

private:
    std::optional<std::vector<std::string>> nextRow();
    // Whether the sequence may be used; foreign letters in it are replaced where they may be.
    bool accept(std::string &bases, const char *which);

    LineReader lines_;
    ForeignLetters letters_;
    size_t columns_ = 0; // 2 or 3 once the first row is read
    int64_t skipped_ = 0;
    int64_t replaced_ = 0;
};

struct PairFile {
    std::vector<ContrastivePair> pairs;
    int64_t skipped = 0;                 // pairs left out for foreign letters
    int64_t replaced = 0;                // foreign letters that became N
    std::vector<std::string> notes = {}; // what else there is to tell about them, a sentence each
};

// All pairs of a file. Throws InputError also when there is none.
PairFile readPairFile(const std::filesystem::path &file, ForeignLetters letters);
std::vector<ContrastivePair> readPairs(const std::filesystem::path &file);

// The line of a pair in a file of three columns, or of two without the label.
enum class LabelColumn { Written, LeftOut };
std::string pairLine(const ContrastivePair &pair, LabelColumn column);

// Atomic. Three columns when any pair has a label, otherwise two. Throws DiskError.
void writePairs(const std::filesystem::path &file, std::span<const ContrastivePair> pairs);

} // namespace helicase
