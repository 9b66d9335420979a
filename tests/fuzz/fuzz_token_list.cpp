// Lists of tokens: what is read can be added to a tokenizer, which is read with them.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/tokenizer/pipeline_tokenizer.h"
#include "core/tokenizer/token_list.h"
#include "tests/fuzz/memory_file.h"

#include <cstdlib>

using namespace helicase;

namespace {

constexpr std::string_view small =
    R"({"model": {"type": "BPE", "vocab": {"A": 0, "C": 1, "AC": 2}, "merges": ["A C"]}})";

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const test::MemoryFile tokenizer(small.data(), small.size());
    const test::MemoryFile file(bytes, size);
    try {
        const std::vector<std::string> tokens = readTokenList(file.path());
        const ExtendedTokenizer extended = extendTokenizer(tokenizer.path(), tokens);
        const test::MemoryFile written(extended.document.data(), extended.document.size());
        const PipelineTokenizer again(readTokenizerJson(written.path()));
        for (const std::string &token : tokens)
            if (!again.find(token))
                std::abort();
    } catch (const InputError &) {
    }
    return 0;
}
