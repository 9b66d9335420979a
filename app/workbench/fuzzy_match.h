// How well typed text fits a name: every typed word must occur, best at the start of a word, else
// its letters in order.
#pragma once

#include <QString>

namespace helicase {

// 0: no match; higher is better.
int fuzzyScore(const QString &typed, const QString &name);

} // namespace helicase
