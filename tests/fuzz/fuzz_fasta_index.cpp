// The index of a FASTA file, and an index file that was made elsewhere.
#include "core/base/error.h"
#include "core/sequence/indexed_fasta.h"
#include "core/sequence/sequence_reader.h"
#include "tests/fuzz/memory_file.h"

#include <cstdlib>

using namespace helicase;

namespace {

// What can be indexed can be read, and whole regions are whole records.
void comparePlaces(const test::MemoryFile &file)
{
    IndexedFasta fasta(file.path());
    SequenceReader records(file.path());
    for (const FastaIndexEntry &entry : fasta.index().entries()) {
        const auto record = records.nextView();
        const Sequence part = fasta.read({.name = entry.name});
        if (!record || part.id != record->id || part.bases != record->bases)
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const test::MemoryFile file(bytes, size);
    try {
        comparePlaces(file);
    } catch (const Error &) {
    }
    try {
        const FastaIndex index = FastaIndex::read(file.path());
        const std::string_view text(reinterpret_cast<const char *>(bytes), size);
        parseRegion(text.substr(0, text.find('\t')), index);
        parseRegion(text, index);
    } catch (const Error &) {
    }
    return 0;
}
