// vocab.txt.
#include "core/base/error.h"
#include "core/tokenizer/pipeline_tokenizer.h"
#include "tests/fuzz/memory_file.h"

using namespace helicase;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const test::MemoryFile file(bytes, size);
    try {
        const PipelineTokenizer tokenizer(readVocabularyText(file.path()));
        tokenizer.encode("ACGT the n\xC3\xAFve words [MASK], \xE6\x9D\xB1", SpecialTokens::Add);
    } catch (const InputError &) {
    }
    return 0;
}
