// What is good and what is doubtful about a surveyed data set, said in words, with the rows that
// each remark is about and what could be done. Plain values; thread-safe.
#pragma once

#include "core/dataset/data_survey.h"

namespace helicase {

// Error: training refuses the data, or its results would mean nothing.
enum class CheckVerdict { Good, NotChecked, Warning, Error };

enum class CheckKind {
    Letters,
    EmptyFields,
    Labels,
    RareLabels,
    ClassBalance,
    Repeats,       // within a split
    Overlap,       // dev or test rows that occur in train
    Contradiction, // one sequence, several labels
    TooLong
};

struct DataCheck {
    CheckKind kind = CheckKind::Letters;
    CheckVerdict verdict = CheckVerdict::Good;
    std::string title;               // "Duplicates between splits"
    std::string result;              // "10 of 1,226 dev and test rows also occur in train"
    std::string details = {};        // further sentences; empty: none
    std::vector<uint32_t> rows = {}; // those it is about
    int64_t of = 0;                  // of how many
};

struct CheckOptions {
    int64_t maxTokens = 0; // 0: no limit
};

// In the order of CheckKind; those that do not apply to the kind of data are left out.
std::vector<DataCheck> checkData(const DataSurvey &survey, const CheckOptions &options);

std::string_view nameOf(CheckVerdict verdict); // "good", "not checked", "warning", "error"
std::string_view nameOf(CheckKind kind);       // "letters", "empty-fields"
std::string_view sentenceOf(DataKind kind);    // "labelled sequences"
// "train.csv:812"
std::string placeOf(const DataSurvey &survey, size_t row);

} // namespace helicase
