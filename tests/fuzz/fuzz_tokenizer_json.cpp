// tokenizer.json: what is read encodes within its bounds, has a table of bases, and is the same
// tokenizer when it is written and read again.
#include "core/base/error.h"
#include "core/tokenizer/base_table.h"
#include "core/tokenizer/pipeline_tokenizer.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/scratch_folder.h"

#include <algorithm>
#include <cstdlib>

using namespace helicase;

namespace {

constexpr std::string_view text = "ACACAGTCANNacgt [CLS] the  n\xC3\xAFve\tca\xCC\x81t.\n"
                                  "<dna>GGGG</dna> \xE6\x9D\xB1 x\xFF 12,5";

void require(bool holds)
{
    if (!holds)
        std::abort();
}

std::vector<TokenId> encodeChecked(const Tokenizer &tokenizer)
{
    const Encoding encoding = tokenizer.encode(text, SpecialTokens::Add);
    require(encoding.ids == tokenizer.encodeIds(text, SpecialTokens::Add));
    for (const TokenSpan &span : encoding.offsets)
        require(0 <= span.begin && span.begin <= span.end && span.end <= std::ssize(text));
    for (const TokenId id : encoding.ids)
        require(0 <= id && id < tokenizer.vocabularySize());
    tokenizer.encodePair(text, "AC", SpecialTokens::Add);
    tokenizer.decode(encoding.ids, SpecialTokens::Omit);
    return encoding.ids;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const test::ScratchFolder folder;
    const test::MemoryFile file(bytes, size);
    std::optional<PipelineTokenizer> tokenizer;
    try {
        tokenizer.emplace(readTokenizerJson(file.path()));
    } catch (const InputError &) {
        return 0;
    }
    const std::vector<TokenId> ids = encodeChecked(*tokenizer);
    if (tokenizer->vocabularySize() < 1000)
        baseTable(*tokenizer);
    tokenizer->save(folder.path());
    const PipelineTokenizer again(readTokenizerJson(folder.path() / "tokenizer.json"));
    require(encodeChecked(again) == ids);
    return 0;
}
