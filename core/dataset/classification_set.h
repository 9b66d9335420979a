// Labelled sequences for fine-tuning, in the layout of DNABERT-2 (MAGICS-LAB/DNABERT_2, finetune):
// a header row, then rows sequence,label or sequence,sequence,label. Separated by commas, or by
// tabs where the header holds one; plain or gzip. Plain values; thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

struct ClassificationExample {
    std::string sequence;
    std::string pair;  // the second sequence; empty unless the set is paired
    std::string label; // as it stands in the file
    int64_t line = 0;
};

struct ClassificationSet {
    std::vector<ClassificationExample> examples;
    bool isPaired = false;
    std::filesystem::path file;
};

// Throws InputError with the line for another number of columns than 2 or 3 or than the header's,
// an empty sequence, a letter that is no IUPAC code, a missing label (empty or NaN), a first row
// that is no header; also for a file without rows and for more than 4 GB of sequence.
ClassificationSet readClassificationSet(const std::filesystem::path &file);

// The splits of a folder: train, dev and test with the ending .csv, .csv.gz, .tsv or .tsv.gz; an
// empty path where there is none.
struct ClassificationSplits {
    std::filesystem::path train;
    std::filesystem::path dev;
    std::filesystem::path test;
};

ClassificationSplits findSplits(const std::filesystem::path &folder);

// By value when all are whole numbers, else by their letters.
void sortClassNames(std::vector<std::string> &names);

// The classes of a task in the order of their numbers.
class ClassList {
public:
    // The distinct labels of a training set, sorted. Throws InputError when there is one class only.
    static ClassList of(const ClassificationSet &training);
    // Names as a model folder keeps them.
    explicit ClassList(std::vector<std::string> names) : names_(std::move(names)) {}

    const std::vector<std::string> &names() const { return names_; }
    int64_t size() const { return static_cast<int64_t>(names_.size()); }
    std::optional<int64_t> find(std::string_view label) const;
    // One number per example. Throws InputError with the line of the first label that is none of
    // the classes.
    std::vector<int64_t> numbersOf(const ClassificationSet &set) const;

private:
    std::vector<std::string> names_;
};

// The labels as numbers, for regression. Throws InputError with the line of the first that is no
// finite number.
std::vector<double> valuesOf(const ClassificationSet &set);

} // namespace helicase
