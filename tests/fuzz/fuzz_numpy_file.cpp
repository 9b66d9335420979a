// Matrices of NumPy, alone or in an archive.
#include "core/base/error.h"
#include "core/dataset/numpy_file.h"
#include "tests/fuzz/memory_file.h"

#include <cstdlib>

using namespace helicase;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    constexpr int64_t mostBytes = int64_t{1} << 20;
    const test::MemoryFile file(bytes, size);
    try {
        const Matrix matrix = readNumpyMatrix(file.path(), mostBytes);
        // Numbers have at least 4 bytes in the file, too.
        if (matrix.rows() < 0 || matrix.columns() < 0 ||
            matrix.rows() * matrix.columns() > mostBytes / 4)
            std::abort();
    } catch (const InputError &) {
    }
    return 0;
}
