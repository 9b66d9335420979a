// The texts that the reference trainers learned from (shared/data/golden/FORMAT.md).
#pragma once

#include "tests/core/tokenizer/golden_data.h"

namespace helicase::test {

// The records of a "cut" corpus, or the annotation values of its "sources". Throws when they are
// not those of the reference.
std::vector<std::string> trainingTexts(const nlohmann::json &corpus);
// Adds a row per case of a file of training cases: its JSON text in the column "row".
void addTrainingRows(const std::string &file);

} // namespace helicase::test
