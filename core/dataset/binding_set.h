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

    int64_t windows() const { return scores.rows(); }
    int64_t windowLength() const { return scores.columns(); }
};

// sequences: TSV with the columns sequence and window_name. scores: TSV with one column per window
// under its name, in any order, and one row per base. Both plain or gzip. Throws InputError with
// the line for malformed rows, and names the window that has another length than the first, a
// letter that is no IUPAC code, no scores, or that occurs twice; also when the scores have windows
// that the sequences lack.
BindingSet readBindingSet(const std::filesystem::path &sequences,
                          const std::filesystem::path &scores);

} // namespace helicase
