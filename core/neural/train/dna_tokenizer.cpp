#include "core/neural/train/dna_tokenizer.h"

namespace helicase {

std::filesystem::path dnaTokenizerFolder(const std::filesystem::path &folder)
{
    const bool isUnified = std::filesystem::exists(folder / "dna_text_tokenizer_config.json");
    return isUnified ? folder / "dna" : folder;
}

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
