// Tables with the depth of contigs.
#include "core/base/error.h"
#include "core/sequence/contig_depth.h"
#include "tests/fuzz/memory_file.h"

using namespace helicase;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const test::MemoryFile file(bytes, size);
    try {
        depthsFromTable(file.path());
    } catch (const InputError &) {
    }
    return 0;
}
