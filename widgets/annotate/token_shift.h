// Moves tokens and runs along with an edit, until the worker sends new ones. Pure functions.
#pragma once

#include "widgets/annotate/annotation.h"

namespace helicase {

// Tokens behind the edit move, those it touches go.
void shiftTokens(std::vector<AnnotatedToken> &tokens, int32_t position, int32_t removed,
                 int32_t inserted);

// A run that is edited inside stays a run and grows or shrinks; one whose tags are touched goes.
void shiftRuns(std::vector<DnaRun> &runs, int32_t position, int32_t removed, int32_t inserted);

} // namespace helicase
