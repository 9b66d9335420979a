// FASTA and FASTQ: a mapped plain file and the same packed, which is read as a stream, must give
// the same records and the same error.
#include "core/base/error.h"
#include "core/sequence/sequence_reader.h"
#include "tests/fuzz/memory_file.h"

#include <cstdlib>
#include <htslib/bgzf.h>
#include <string>

using namespace helicase;

namespace {

// Everything that can be told about a file, without its name.
std::string describe(const std::filesystem::path &file)
{
    std::string text;
    try {
        SequenceReader reader(file);
        while (const auto record = reader.nextView())
            text.append(record->id)
                .append("|")
                .append(record->description)
                .append("|")
                .append(record->bases) += '\n';
    } catch (const InputError &error) {
        text.append(error.what()) += ' ';
        text += std::to_string(error.place().line.value_or(-1)) + ' ' +
                std::to_string(error.place().byteOffset.value_or(-1));
    }
    return text;
}

void pack(const uint8_t *bytes, size_t size, const test::MemoryFile &file)
{
    BGZF *stream = bgzf_dopen(::dup(file.descriptor()), "w0");
    if (!stream || bgzf_write(stream, bytes, size) < 0 || bgzf_close(stream) != 0)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const test::MemoryFile plain(bytes, size);
    const std::string found = describe(plain.path());
    const bool isPackedItself = size >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B;
    if (isPackedItself || found.starts_with("compressed with"))
        return 0;
    const test::MemoryFile packed(nullptr, 0);
    pack(bytes, size, packed);
    if (describe(packed.path()) != found)
        std::abort();
    return 0;
}
