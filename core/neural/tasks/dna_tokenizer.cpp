#include "core/neural/tasks/dna_tokenizer.h"

namespace helicase {

std::vector<TokenId> encodeCut(const Tokenizer &tokenizer, std::string_view bases, int64_t longest)
{
    std::vector<TokenId> ids = tokenizer.encodeIds(bases, SpecialTokens::Add);
    if (static_cast<int64_t>(ids.size()) <= longest)
        return ids;
    const TokenId closing = ids.back();
    ids.resize(static_cast<size_t>(longest));
    ids.back() = closing;
    return ids;
}

} // namespace helicase
