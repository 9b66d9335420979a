// Bins of contigs: CAMI files and tables.
#include "core/base/error.h"
#include "core/dataset/bin_files.h"
#include "tests/fuzz/memory_file.h"

#include <cstdlib>

using namespace helicase;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const test::MemoryFile file(bytes, size);
    try {
        readBins(file.path());
    } catch (const InputError &) {
    }
    try {
        for (const auto &[contig, length] : readContigLengths(file.path()))
            if (length < 0)
                std::abort();
    } catch (const InputError &) {
    }
    return 0;
}
