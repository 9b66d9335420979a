#include "core/tokenizer/pair_compatibility.h"

#include "core/tokenizer/characters.h"

#include <algorithm>

namespace helicase {

namespace {

bool isSingleCharacter(std::string_view text)
{
    return !text.empty() && static_cast<size_t>(decodeFirst(text).bytes) == text.size();
}

} // namespace

std::unique_ptr<PairCompatibility> PairCompatibility::make(const BpeRules &rules)
{
    std::unique_ptr<PairCompatibility> pairs(new PairCompatibility(rules));
    return pairs->collectHistories(rules) ? std::move(pairs) : nullptr;
}

PairCompatibility::PairCompatibility(const BpeRules &rules)
    : merges_(rules.merges), histories_(static_cast<size_t>(rules.vocabulary.end()))
{
}

// In order of rank, every part of a reachable token has its history before the token itself needs
// it.
bool PairCompatibility::collectHistories(const BpeRules &rules)
{
    for (TokenId id = 0; id < rules.vocabulary.end(); ++id)
        if (const std::string *text = rules.vocabulary.token(id); text && isSingleCharacter(*text))
            histories_[static_cast<size_t>(id)].rank = -1;
    std::vector<MergeRule> skipped;
    for (size_t i = 0; i < rules.merges.size(); ++i) {
        const MergeRule &rule = rules.merges[i];
        const auto rank = static_cast<int32_t>(i);
        if (merges_.find(rule.left, rule.right).rank != rank)
            continue;
        if (!isReachable(rule.left) || !isReachable(rule.right)) {
            skipped.push_back(rule);
            continue;
        }
        if (!isReachable(rule.result) && replay(rule.left, rule.right, rank))
            histories_[static_cast<size_t>(rule.result)] = {rule.left, rule.right, rank};
    }
    return std::ranges::none_of(skipped, [this](const MergeRule &rule) {
        return isReachable(rule.left) && isReachable(rule.right);
    });
}

bool PairCompatibility::replay(TokenId left, TokenId right, int32_t limit) const
{
    for (;;) {
        if (merges_.find(left, right).rank < limit)
            return false;
        const History &leftHistory = historyOf(left);
        const History &rightHistory = historyOf(right);
        if (leftHistory.rank < 0 && rightHistory.rank < 0)
            return true;
        if (leftHistory.rank > rightHistory.rank) {
            limit = leftHistory.rank;
            left = leftHistory.right;
        } else {
            limit = rightHistory.rank + 1;
            right = rightHistory.left;
        }
    }
}

} // namespace helicase
