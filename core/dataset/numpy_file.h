// A matrix from NumPy's files: .npy (format 1 to 3), or the only array of an .npz, stored or
// deflated. Functions without state; thread-safe.
#pragma once

#include "core/base/matrix.h"

#include <filesystem>

namespace helicase {

// Numbers of 4 or 8 bytes, little-endian, in the order of C or Fortran. Throws InputError for any
// other kind and for another shape, before memory is taken for it.
Matrix readNumpyMatrix(const std::filesystem::path &file, int64_t rows, int64_t columns);

// The same with whatever shape the file has; at most `mostBytes` of numbers.
Matrix readNumpyMatrix(const std::filesystem::path &file, int64_t mostBytes);

} // namespace helicase
