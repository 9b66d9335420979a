#include "core/tokenizer/opening_tokens.h"

namespace helicase {

namespace {

// Values for all sequences of up to nine bases, by length and codes.
class BySequence {
public:
    BySequence() : values_((size_t{1} << 2 * (OpeningTokens::bases + 1)) / 3 + 1, noToken) {}
    TokenId &at(size_t length, uint64_t codes)
    {
        // There are (4^length - 1) / 3 shorter ones.
        return values_[((size_t{1} << 2 * length) - 1) / 3 + codes];
    }

private:
    std::vector<TokenId> values_;
};

uint64_t codesOf(std::string_view bases)
{
    uint64_t codes = 0;
    for (size_t i = 0; i < bases.size(); ++i)
        codes |= uint64_t{PackedBases::codeOf(bases[i])} << 2 * i;
    return codes;
}

} // namespace

// The encoding of a sequence ends with the one token that suits the encoding of what is before it.
OpeningTokens::OpeningTokens(const CompatibilityTable &pairs, const Vocabulary &vocabulary,
                             std::span<const TokenId> tokens)
    : tokens_(count)
{
    BySequence whole;
    for (const TokenId token : tokens)
        if (const std::string &text = *vocabulary.token(token); text.size() <= bases)
            whole.at(text.size(), codesOf(text)) = token;
    BySequence first;
    BySequence last;
    const auto endsWith = [&](size_t length, uint64_t codes, size_t ending) {
        const size_t before = length - ending;
        const TokenId token = whole.at(ending, codes >> 2 * before);
        const uint64_t rest = codes & ((uint64_t{1} << 2 * before) - 1);
        if (token == noToken || (before > 0 && !pairs.areCompatible(last.at(before, rest), token)))
            return false;
        last.at(length, codes) = token;
        first.at(length, codes) = before > 0 ? first.at(before, rest) : token;
        return true;
    };
    for (size_t length = 1; length <= bases; ++length)
        for (uint64_t codes = 0; codes < uint64_t{1} << 2 * length; ++codes)
            for (size_t ending = 1; !endsWith(length, codes, ending);)
                ++ending;
    for (uint64_t codes = 0; codes < count; ++codes)
        tokens_[codes] = static_cast<uint16_t>(first.at(bases, codes));
    for (const TokenId token : tokens)
        if (const std::string_view text = *vocabulary.token(token); text.size() > bases)
            tokens_[codesOf(text.substr(0, bases))] = none;
}

} // namespace helicase
