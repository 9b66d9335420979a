#include "core/tokenizer/training/symbol_corpus.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>

namespace helicase {

namespace {

template <typename Symbol>
void joinIn(std::vector<Symbol> &symbols, std::span<const int32_t> positions, const MergeRule &rule,
            int32_t leftLength, int32_t length, std::vector<Joint> &joints)
{
    constexpr size_t ahead = 24; // positions whose places are on their way from memory
    joints.reserve(positions.size());
    for (size_t i = 0; i < positions.size(); ++i) {
        if (i + ahead < positions.size()) {
            const Symbol *later = symbols.data() + positions[i + ahead];
            __builtin_prefetch(later, 1);
            __builtin_prefetch(later + length, 1);
        }
        Symbol *place = symbols.data() + positions[i];
        if (place[0] != rule.left || place[leftLength] != rule.right)
            continue;
        joints.push_back({positions[i], place[-1], place[length]});
        place[leftLength] = noToken; // where a symbol began must not look as if it still did
        place[0] = static_cast<Symbol>(rule.result);
        place[length - 1] = static_cast<Symbol>(rule.result);
    }
}

} // namespace

SymbolCorpus::SymbolCorpus(size_t places, std::vector<int32_t> lengths, int64_t symbols)
    : lengths_(std::move(lengths))
{
    if (places >= static_cast<size_t>(std::numeric_limits<int32_t>::max()))
        throw Error("the training text has more than 2,147,483,646 bytes",
                    "train on a part of it");
    if (symbols > std::numeric_limits<int16_t>::max())
        symbols_.emplace<std::vector<TokenId>>();
    std::visit(
        [&](auto &stored) {
            stored.reserve(places + 1);
            stored.push_back(noToken);
        },
        symbols_);
}

void SymbolCorpus::beginWord(int64_t count)
{
    const auto start = std::visit(
        [](const auto &symbols) { return static_cast<int32_t>(symbols.size()); }, symbols_);
    if (runs_.empty() || runs_.back().count != count)
        runs_.push_back({start, count});
}

void SymbolCorpus::addResult(const MergeRule &rule)
{
    const auto result = static_cast<size_t>(rule.result);
    const int32_t joined = length(rule.left) + length(rule.right);
    if (result >= lengths_.size())
        lengths_.resize(result + 1, 0);
    if (lengths_[result] > 0 && lengths_[result] != joined)
        throw Error("the text has the prefix of continuing pieces inside a word",
                    "cut words at the characters of the prefix");
    lengths_[result] = joined;
}

void SymbolCorpus::join(std::span<const int32_t> positions, const MergeRule &rule,
                        std::vector<Joint> &joints)
{
    std::visit(
        [&](auto &symbols) {
            joinIn(symbols, positions, rule, length(rule.left), length(rule.result), joints);
        },
        symbols_);
}

size_t SymbolCorpus::separateAt(std::span<const int32_t> positions, size_t index,
                                const MergeRule &rule) const
{
    const int32_t reach = length(rule.result);
    index = std::max<size_t>(index, 1);
    while (index < positions.size() && positions[index] <= positions[index - 1] + reach)
        ++index;
    return std::min(index, positions.size());
}

} // namespace helicase
