// meta.pkl.
#include "core/base/error.h"
#include "core/tokenizer/fixed_vocabularies.h"
#include "core/tokenizer/pipeline_tokenizer.h"
#include "tests/fuzz/memory_file.h"

using namespace helicase;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const test::MemoryFile file(bytes, size);
    try {
        const PipelineTokenizer tokenizer(readAlphabetPickle(file.path()));
        tokenizer.encode("ACGTN a\xC3\xAF\n", SpecialTokens::Add);
    } catch (const InputError &) {
    }
    return 0;
}
