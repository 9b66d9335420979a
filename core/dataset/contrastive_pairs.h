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

// Reads pair after pair, for files that do not fit in memory. Plain, gzip or BGZF.
class PairReader {
public:
    // Throws InputError when the file cannot be opened.
    explicit PairReader(const std::filesystem::path &file);
    // The next pair, or nothing at the end. Throws InputError with the line for a row with another
    // number of columns than the first one, an unclosed quotation mark, an empty sequence, a letter
    // that is no IUPAC code, or a header.
    std::optional<ContrastivePair> next();
    // Of the pair that next() gave last, 1-based.
    int64_t lineNumber() const { return lines_.lineNumber(); }

private:
    void checkSequence(const std::string &bases) const;

    LineReader lines_;
    size_t columns_ = 0; // 2 or 3 once the first row is read
};

// All pairs of a file. Throws InputError also when there is none.
std::vector<ContrastivePair> readPairs(const std::filesystem::path &file);

// Atomic. Three columns when any pair has a label, otherwise two. Throws DiskError.
void writePairs(const std::filesystem::path &file, std::span<const ContrastivePair> pairs);

} // namespace helicase
