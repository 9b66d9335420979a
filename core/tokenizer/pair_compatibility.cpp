#include "core/tokenizer/pair_compatibility.h"

#include "core/tokenizer/characters.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace helicase {

namespace {

// The table of as many tokens takes 8 MB.
constexpr size_t largestTable = 8192;

bool isSingleCharacter(std::string_view text)
{
    return !text.empty() && static_cast<size_t>(decodeFirst(text).bytes) == text.size();
}

// The ranks of all merges by their right token, one left token at a time.
class RanksByLeft {
public:
    explicit RanksByLeft(const BpeRules &rules)
        : merges_(static_cast<size_t>(rules.vocabulary.end())),
          ranks_(static_cast<size_t>(rules.vocabulary.end()), Merge::none)
    {
        for (size_t rank = 0; rank < rules.merges.size(); ++rank)
            merges_[static_cast<size_t>(rules.merges[rank].left)].push_back(
                {rules.merges[rank].right, static_cast<int32_t>(rank)});
    }

    // By the id of the right token; valid until the next call.
    std::span<const int32_t> of(TokenId left)
    {
        for (const Entry &entry : shown_)
            ranks_[static_cast<size_t>(entry.right)] = Merge::none;
        shown_ = left == noToken ? std::span<const Entry>() : merges_[static_cast<size_t>(left)];
        for (const Entry &entry : shown_)
            ranks_[static_cast<size_t>(entry.right)] = entry.rank;
        return ranks_;
    }

private:
    struct Entry {
        TokenId right;
        int32_t rank;
    };
    std::vector<std::vector<Entry>> merges_;
    std::vector<int32_t> ranks_;
    std::span<const Entry> shown_;
};

} // namespace

std::unique_ptr<PairCompatibility> PairCompatibility::make(const BpeRules &rules)
{
    std::unique_ptr<PairCompatibility> pairs(new PairCompatibility(rules));
    if (!pairs->collectHistories(rules))
        return nullptr;
    if (pairs->histories_.size() <= largestTable)
        pairs->fillTable(rules);
    return pairs;
}

PairCompatibility::PairCompatibility(const BpeRules &rules)
    : merges_(rules.merges), histories_(static_cast<size_t>(rules.vocabulary.end())),
      wordsPerRow_((histories_.size() + 63) / 64)
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

// A pair's answer follows from that of the pair that is left when one merge is undone. Row by row in
// order of rank, and within a row in order of rank, that answer is there already. In this pass the
// pair itself may be merged; such pairs are taken out at the end.
void PairCompatibility::fillTable(const BpeRules &rules)
{
    std::vector<TokenId> order;
    for (TokenId id = 0; id < rules.vocabulary.end(); ++id)
        if (isReachable(id))
            order.push_back(id);
    const auto rankOf = [this](TokenId id) { return historyOf(id).rank; };
    std::ranges::stable_sort(order, {}, rankOf);
    table_.assign(histories_.size() * wordsPerRow_, 0);
    rows_.resize(histories_.size());
    std::iota(rows_.begin(), rows_.end(), uint32_t{0});
    RanksByLeft ranksWithLeft(rules);
    RanksByLeft ranksWithPart(rules);
    for (const TokenId left : order) {
        const auto firstOther = std::ranges::lower_bound(order, rankOf(left), {}, rankOf);
        fillRow(left, {order.begin(), firstOther}, {firstOther, order.end()},
                ranksWithLeft.of(left), ranksWithPart.of(historyOf(left).right));
    }
    for (const MergeRule &rule : rules.merges)
        clearBit(rule.left, rule.right);
    shareEqualRows();
}

void PairCompatibility::shareEqualRows()
{
    const size_t bytes = wordsPerRow_ * sizeof(uint64_t);
    std::unordered_map<std::string_view, uint32_t> rows;
    std::vector<uint64_t> shared;
    for (uint32_t &row : rows_) {
        const uint64_t *words = table_.data() + row * wordsPerRow_;
        const auto [entry, isNew] = rows.emplace(
            std::string_view(reinterpret_cast<const char *>(words), bytes), rows.size());
        if (isNew)
            shared.insert(shared.end(), words, words + wordsPerRow_);
        row = entry->second;
    }
    table_ = std::move(shared);
}

// older: right tokens that were finished before the left one, so that the left one is undone first.
void PairCompatibility::fillRow(TokenId left, std::span<const TokenId> older,
                                std::span<const TokenId> others,
                                std::span<const int32_t> rankWithLeft,
                                std::span<const int32_t> rankWithPart)
{
    const History &leftHistory = historyOf(left);
    for (const TokenId right : older)
        if (bitAt(leftHistory.right, right) &&
            rankWithPart[static_cast<size_t>(right)] >= leftHistory.rank)
            setBit(left, right);
    for (const TokenId right : others) {
        const History &history = historyOf(right);
        if (history.rank < 0 || (bitAt(left, history.left) &&
                                 rankWithLeft[static_cast<size_t>(history.left)] > history.rank))
            setBit(left, right);
    }
}

} // namespace helicase
