// BED.
#include "core/base/error.h"
#include "core/sequence/bed_reader.h"
#include "tests/fuzz/memory_file.h"

using namespace helicase;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const test::MemoryFile file(bytes, size);
    try {
        BedReader reader(file.path());
        while (reader.next()) {
        }
    } catch (const InputError &) {
    }
    return 0;
}
