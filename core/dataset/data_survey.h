// What a data set holds, found in one pass over its files: rows, labels, lengths, letters, and
// which rows are the same sequence, on either strand. A row takes some 80 bytes, its letters are
// not kept unless wished. Plain values; thread-safe.
#pragma once

#include "core/base/progress.h"
#include "core/dataset/data_rows.h"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// Tokens of one sequence, or of a pair, special tokens included. Called from several threads.
using TokenCounter = std::function<int64_t(std::string_view first, std::string_view second)>;

struct SurveyRequest {
    std::vector<DataFile> files;
    TokenCounter countTokens = {}; // none: tokens are not counted
    // Letters of each sequence that DataSurvey::text gives; 0: none.
    int64_t keptLetters = 0;
    int64_t threads = 0; // 0: one per physical core
};

// Both strands of a sequence in 128 bits: equal for a sequence and its reverse complement, in upper
// or lower case, with U for T. Two different sequences share one by a chance of 1e-38.
struct SequenceKey {
    uint64_t low = 0;
    uint64_t high = 0;
    auto operator<=>(const SequenceKey &) const = default;
};

struct SurveyRow {
    SequenceKey key;
    int64_t line = 0;
    int64_t bases = 0;   // letters of the sequence, of both for a pair
    int64_t tokens = -1; // not counted
    int64_t textBegin = 0;
    int32_t nameLength = 0;
    int32_t firstLength = 0; // letters kept
    int32_t secondLength = 0;
    int32_t label = -1; // index into DataSurvey::labels; missing
    float gcShare = 0;
    uint8_t split = 0;
    bool isReversed = false; // its own strand is the one that gave the key's high half
    bool hasEmptySequence = false;
    bool hasOtherLetters = false; // besides A, C, G, T in upper or lower case
    bool hasLowerCase = false;
};

struct SurveySplit {
    DataFile file;
    int64_t firstRow = 0; // its rows stand together
    int64_t rows = 0;
    int64_t bases = 0;
    std::vector<int64_t> labelRows; // by label
    int64_t unlabelledRows = 0;
};

// Rows that are the same sequence as another one, and those of them on the other strand only.
struct DuplicateCount {
    int64_t rows = 0;
    int64_t otherStrand = 0;
    bool operator==(const DuplicateCount &) const = default;
};

class DataSurvey {
public:
    DataKind kind = DataKind::Labelled;
    std::vector<SurveySplit> splits;
    std::vector<std::string> labels;         // sorted as the classes of a task are
    std::vector<SurveyRow> rows;             // file after file, in the order of the lines
    std::array<int64_t, 256> otherLetters{}; // how often each letter besides ACGT and acgt occurs
    bool hasTokens = false;

    // Duplicates of split a in itself (rows that repeat an earlier one), or rows of b that occur in
    // a too.
    DuplicateCount duplicates(size_t a, size_t b) const
    {
        return duplicates_[a * splits.size() + b];
    }
    // All rows of this row's sequence, itself among them, in the order of the rows.
    std::span<const uint32_t> sameSequence(size_t row) const;
    // Calls visit with every group of two or more rows of one sequence.
    void forEachGroup(const std::function<void(std::span<const uint32_t>)> &visit) const;

    struct RowText {
        std::string_view name;
        std::string_view first; // at most the letters that were wished
        std::string_view second;
    };
    RowText text(size_t row) const;
    int64_t bases() const;
    // Index of the split with this name; -1 for none.
    int splitNamed(std::string_view name) const;

private:
    friend class Surveyor;
    void findDuplicates();

    std::string text_;
    std::vector<uint32_t> byKey_; // rows with a sequence, equal ones side by side
    std::vector<DuplicateCount> duplicates_;
};

// Throws InputError for a file that cannot be read, whose kind differs from the first one's, or
// without rows; Stopped.
DataSurvey surveyData(const SurveyRequest &request, Progress &progress,
                      const std::stop_token &stop);

// Lengths in bars of one width that is a round number.
struct LengthDistribution {
    int64_t from = 0;  // of the first bar
    int64_t width = 1; // lengths per bar
    std::vector<int64_t> bars;
    int64_t largest = 0; // length
    int64_t median = 0;
    bool operator==(const LengthDistribution &) const = default;
};

enum class LengthUnit { Bases, Tokens };

// Of every row with a sequence, in at most mostBars bars.
LengthDistribution lengthDistribution(const DataSurvey &survey, LengthUnit unit, int64_t mostBars);
// Rows above the limit.
int64_t rowsAbove(const DataSurvey &survey, LengthUnit unit, int64_t limit);

} // namespace helicase
