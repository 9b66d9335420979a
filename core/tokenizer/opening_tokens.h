// For every sequence of nine bases, the token that its encoding begins with: a guess at the token
// that a longer sequence goes on with. None where longer tokens begin, as in repeats. Immutable.
#pragma once

#include "core/tokenizer/compatibility_table.h"
#include "core/tokenizer/packed_bases.h"

namespace helicase {

class OpeningTokens {
public:
    static constexpr size_t bases = 9;

    // tokens: the reachable ones that consist of bases; ids must be below 65535.
    OpeningTokens(const CompatibilityTable &pairs, const Vocabulary &vocabulary,
                  std::span<const TokenId> tokens);

    // Codes of at least nine bases (PackedBases::from).
    TokenId of(uint64_t codes) const
    {
        const uint16_t token = tokens_[codes % count];
        return token == none ? noToken : token;
    }

private:
    static constexpr size_t count = size_t{1} << 2 * bases;
    static constexpr uint16_t none = 0xFFFF;

    std::vector<uint16_t> tokens_;
};

} // namespace helicase
