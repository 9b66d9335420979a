// The checks of a tokenised document: problems a person should know and the round trip.
// Parts of annotate(); pure functions on one snapshot, for worker threads.
#pragma once

#include "widgets/annotate/annotation.h"

namespace helicase {

// At most this many problems are kept in Annotation::problems; the others are counted.
constexpr size_t largestProblemList = 200;

// Needs tokens and runs. Fills problems and furtherProblems.
void findProblems(QStringView text, const std::vector<StrayTag> &strayTags, Annotation &annotation,
                  const std::stop_token &stop);

// Needs tokens and runs.
RoundTrip checkRoundTrip(QStringView text, const Annotation &annotation,
                         const std::stop_token &stop);

// The token as the vocabulary writes it.
QString tokenText(const NamedTokenizer &tokenizer, TokenId id);

} // namespace helicase
