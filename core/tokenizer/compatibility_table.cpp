#include "core/tokenizer/compatibility_table.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

namespace helicase {

namespace {

constexpr size_t largestTable = 8192;

// Fills one byte per pair, tokens numbered in order of rank.
//
// A pair's answer follows from that of the pair that is left when one merge is undone. Row by row,
// and within a row from left to right, that answer is there already. In this pass the pair itself
// may be merged; such pairs are taken out at the end.
class TableBuilder {
public:
    TableBuilder(const PairCompatibility &pairs, std::span<const TokenId> order,
                 std::span<const MergeRule> merges)
        : size_(order.size()), places_(static_cast<size_t>(pairs.end()), none), left_(size_),
          right_(size_), rank_(size_), leftOf_(size_), mergesOf_(size_), answers_(size_ * size_)
    {
        for (size_t place = 0; place < size_; ++place)
            places_[static_cast<size_t>(order[place])] = static_cast<uint16_t>(place);
        for (size_t place = 0; place < size_; ++place) {
            const PairCompatibility::History &history = pairs.historyOf(order[place]);
            rank_[place] = history.rank;
            if (history.rank < 0)
                continue;
            left_[place] = placeOf(history.left);
            right_[place] = placeOf(history.right);
            leftOf_[left_[place]].push_back(static_cast<uint16_t>(place));
        }
        for (const MergeRule &rule : merges)
            if (pairs.isReachable(rule.left) && pairs.isReachable(rule.right))
                mergesOf_[placeOf(rule.left)].push_back(
                    {placeOf(rule.right), pairs.merges().find(rule.left, rule.right).rank});
    }

    std::vector<uint8_t> fill()
    {
        std::vector<uint8_t> isAllowed(size_, 1);
        for (size_t row = 0; row < size_; ++row) {
            fillOlder(row);
            fillOthers(row, isAllowed);
        }
        for (size_t row = 0; row < size_; ++row)
            for (const PairMerge &merge : mergesOf_[row])
                at(row, merge.right) = 0;
        return std::move(answers_);
    }

private:
    struct PairMerge {
        uint16_t right;
        int32_t rank;
    };
    static constexpr uint16_t none = 0xFFFF;

    uint16_t placeOf(TokenId token) const { return places_[static_cast<size_t>(token)]; }
    uint8_t &at(size_t left, size_t right) { return answers_[left * size_ + right]; }
    // Right tokens before this place were finished before the left one, so that that one is undone.
    size_t firstOther(size_t row) const { return rank_[row] < 0 ? 0 : row; }

    void fillOlder(size_t row)
    {
        const size_t older = firstOther(row);
        if (older == 0)
            return;
        std::memcpy(&at(row, 0), &at(right_[row], 0), older);
        for (const PairMerge &merge : mergesOf_[right_[row]])
            if (merge.right < older && merge.rank < rank_[row])
                at(row, merge.right) = 0;
    }

    void fillOthers(size_t row, std::vector<uint8_t> &isAllowed)
    {
        setAllowed(row, isAllowed, 0);
        uint8_t *answers = &at(row, 0);
        for (size_t right = firstOther(row); right < size_; ++right)
            answers[right] = rank_[right] < 0
                                 ? 1
                                 : static_cast<uint8_t>(answers[left_[right]] & isAllowed[right]);
        setAllowed(row, isAllowed, 1);
    }

    // Marks the right tokens before whose last merge their left part would have merged with the
    // token of the row.
    void setAllowed(size_t row, std::vector<uint8_t> &isAllowed, uint8_t value) const
    {
        for (const PairMerge &merge : mergesOf_[row])
            for (const uint16_t right : leftOf_[merge.right])
                if (merge.rank <= rank_[right])
                    isAllowed[right] = value;
    }

    size_t size_;
    std::vector<uint16_t> places_;                 // by token id
    std::vector<uint16_t> left_;                   // the left part of each token
    std::vector<uint16_t> right_;                  // the right part
    std::vector<int32_t> rank_;                    // of the last merge; -1 for single characters
    std::vector<std::vector<uint16_t>> leftOf_;    // the tokens whose left part a token is
    std::vector<std::vector<PairMerge>> mergesOf_; // by left token
    std::vector<uint8_t> answers_;
};

// Which of many things are equal: for each the number of its class, and one member of each class.
struct Classes {
    std::vector<uint16_t> classOf;
    std::vector<size_t> members;
};

Classes equalRows(std::span<const uint8_t> answers, size_t size)
{
    Classes classes;
    std::unordered_map<std::string_view, uint16_t> known;
    for (size_t row = 0; row < size; ++row) {
        const auto *bytes = reinterpret_cast<const char *>(answers.data() + row * size);
        const auto [entry, isNew] =
            known.emplace(std::string_view(bytes, size), static_cast<uint16_t>(known.size()));
        if (isNew)
            classes.members.push_back(row);
        classes.classOf.push_back(entry->second);
    }
    return classes;
}

// Every row divides the classes of columns further.
Classes equalColumns(std::span<const uint8_t> answers, size_t size, std::span<const size_t> rows)
{
    constexpr uint16_t none = 0xFFFF;
    Classes classes{.classOf = std::vector<uint16_t>(size)};
    size_t count = 1;
    for (const size_t row : rows) {
        std::vector<uint16_t> parts(2 * count, none);
        count = 0;
        for (size_t column = 0; column < size; ++column) {
            uint16_t &part = parts[2u * classes.classOf[column] + answers[row * size + column]];
            if (part == none)
                part = static_cast<uint16_t>(count++);
            classes.classOf[column] = part;
        }
    }
    for (size_t column = 0; column < size; ++column)
        if (classes.classOf[column] == classes.members.size())
            classes.members.push_back(column);
    return classes;
}

std::vector<TokenId> reachableByRank(const PairCompatibility &pairs)
{
    std::vector<TokenId> order;
    for (TokenId id = 0; id < pairs.end(); ++id)
        if (pairs.isReachable(id))
            order.push_back(id);
    std::ranges::stable_sort(order, {}, [&](TokenId id) { return pairs.historyOf(id).rank; });
    return order;
}

} // namespace

CompatibilityTable::CompatibilityTable(std::shared_ptr<const PairCompatibility> pairs,
                                       std::span<const MergeRule> merges)
    : pairs_(std::move(pairs))
{
    const std::vector<TokenId> order = reachableByRank(*pairs_);
    if (order.size() > largestTable)
        return;
    const std::vector<uint8_t> answers = TableBuilder(*pairs_, order, merges).fill();
    const Classes rows = equalRows(answers, order.size());
    const Classes columns = equalColumns(answers, order.size(), rows.members);
    const size_t wordsPerRow = columns.members.size() / 64 + 1;
    words_.resize(rows.members.size() * wordsPerRow);
    for (size_t row = 0; row < rows.members.size(); ++row)
        for (size_t column = 0; column < columns.members.size(); ++column)
            words_[row * wordsPerRow + column / 64] |=
                uint64_t{answers[rows.members[row] * order.size() + columns.members[column]]}
                << column % 64;
    rows_.resize(static_cast<size_t>(pairs_->end()));
    columns_.resize(static_cast<size_t>(pairs_->end()));
    for (size_t place = 0; place < order.size(); ++place) {
        rows_[static_cast<size_t>(order[place])] =
            static_cast<uint32_t>(rows.classOf[place] * wordsPerRow);
        columns_[static_cast<size_t>(order[place])] = columns.classOf[place];
    }
}

} // namespace helicase
