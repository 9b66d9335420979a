// Rows in the few directions in which they vary most, found roughly and fast from some of the rows
// (Halko, Martinsson and Tropp 2011, "Finding structure with randomness"). The same whatever the
// number of threads; thread-safe.
#pragma once

#include "core/base/matrix.h"

namespace helicase {

// Below some thousand rows or a hundred columns there is nothing to gain.
bool isWorthNarrowing(const Matrix &rows);

// An eighth as many columns, at least 32: along orthonormal directions, so that two rows lie no
// farther apart than before. Of rows that are worth it.
Matrix narrowRows(const Matrix &rows);

} // namespace helicase
