// Colour and marker of a candidate: by its place among the sorted names, the same in table and
// figures. GUI thread.
#pragma once

#include "widgets/common/categories.h"
#include "widgets/evaluate/stored_evaluation.h"

namespace helicase {

CategoryStyle candidateStyle(const StoredEvaluation &evaluation, const std::string &name,
                             bool dark);

// "■ contrastive-01  ■ TNF" as rich text in the colours of the candidates; lines break between
// them.
QString candidateLegend(const StoredEvaluation &evaluation, bool dark);

} // namespace helicase
