// Windows of sequence with a score for every base: the data of the TF-binding task, in the layout
// of DNA-LLM (inhyeoklee/DNA-LLM, tf-binding-prediction/data).
#pragma once

#include "core/base/matrix.h"

#include <filesystem>
#include <string>
#include <vector>

namespace helicase {

struct BindingSet {
    std::vector<std::string> names;     // one per window, as in the sequence file
    std::vector<std::string> sequences; // all of one length
    Matrix scores;                      // [windows, bases]
    int64_t mapped = 0;                 // letters that became N

    int64_t windows() const { return scores.rows(); }
    int64_t windowLength() const { return scores.columns(); }
};

// What becomes of a letter that is no IUPAC code.
enum class OtherLetters {
    Refuse,
    MapToN // and count
};

// sequences: TSV with the columns sequence and window_name. scores: TSV with one column per window
// under its name, in any order, and one row per base. Both plain or gzip. Throws InputError with
// the line for malformed rows, and names the window that has another length than the first, a
// letter that is no IUPAC code (with its position, from 1), no scores, too few or too many scores,
// a score that is no finite number, or that occurs twice; also when the scores have windows that
// the sequences lack.
BindingSet readBindingSet(const std::filesystem::path &sequences,
                          const std::filesystem::path &scores,
                          OtherLetters unknown = OtherLetters::Refuse);

} // namespace helicase
