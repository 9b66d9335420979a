// Motifs: TRANSFAC, JASPAR and MEME.
#include "core/base/error.h"
#include "core/motif/motif_reader.h"
#include "tests/fuzz/memory_file.h"

using namespace helicase;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const test::MemoryFile file(bytes, size);
    try {
        readMotifs(file.path());
    } catch (const InputError &) {
    }
    return 0;
}
