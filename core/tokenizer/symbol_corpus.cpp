#include "core/tokenizer/symbol_corpus.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>

namespace helicase {

SymbolCorpus::SymbolCorpus(size_t charactersAndWords)
{
    if (charactersAndWords >= static_cast<size_t>(std::numeric_limits<int32_t>::max()))
        throw Error("the training text has more than 2,147,483,646 characters",
                    "train on a part of it");
    symbols_.reserve(charactersAndWords + 1);
}

void SymbolCorpus::beginWord(int64_t count)
{
    symbols_.push_back(noToken);
    const auto start = static_cast<int32_t>(symbols_.size());
    if (runs_.empty() || runs_.back().count != count)
        runs_.push_back({start, count});
}

void SymbolCorpus::append(TokenId symbol)
{
    symbols_.push_back(symbol);
    if (static_cast<size_t>(symbol) >= lengths_.size())
        lengths_.resize(static_cast<size_t>(symbol) + 1, 0);
    lengths_[static_cast<size_t>(symbol)] = 1;
}

void SymbolCorpus::endWords()
{
    symbols_.push_back(noToken);
}

void SymbolCorpus::addResult(TokenId left, TokenId right, TokenId result)
{
    const int32_t length =
        lengths_[static_cast<size_t>(left)] + lengths_[static_cast<size_t>(right)];
    if (static_cast<size_t>(result) >= lengths_.size())
        lengths_.resize(static_cast<size_t>(result) + 1, 0);
    int32_t &known = lengths_[static_cast<size_t>(result)];
    if (known != 0 && known != length)
        throw Error("the text has the prefix of continuing pieces inside a word",
                    "cut words at the characters of the prefix");
    known = length;
}

void SymbolCorpus::join(std::span<const int32_t> positions, TokenId left, TokenId right,
                        TokenId result, std::vector<Joint> &joints)
{
    constexpr size_t ahead = 24; // positions whose places are on their way from memory
    const int32_t second = length(left);
    const int32_t whole = second + length(right);
    joints.reserve(positions.size());
    for (size_t i = 0; i < positions.size(); ++i) {
        if (i + ahead < positions.size()) {
            const TokenId *later = symbols_.data() + positions[i + ahead];
            __builtin_prefetch(later, 1);
            __builtin_prefetch(later + whole, 1);
        }
        TokenId *place = symbols_.data() + positions[i];
        if (place[0] != left || place[second] != right)
            continue;
        joints.push_back({positions[i], place[-1], place[whole]});
        place[second] = noToken; // where a symbol began must not look as if it still did
        place[0] = result;
        place[whole - 1] = result;
    }
}

size_t SymbolCorpus::separateAt(std::span<const int32_t> positions, size_t index, TokenId left,
                                TokenId right) const
{
    const int32_t reach = length(left) + length(right);
    index = std::max<size_t>(index, 1);
    while (index < positions.size() && positions[index] <= positions[index - 1] + reach)
        ++index;
    return std::min(index, positions.size());
}

} // namespace helicase
