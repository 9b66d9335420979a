#include "core/tokenizer/pair_positions.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace helicase {

namespace {

// What stands at a position whose symbol was merged into the one before.
constexpr TokenId gone = -1;

} // namespace

void SymbolCorpus::beginWord(int64_t count)
{
    wordStarts_.push_back(static_cast<int32_t>(symbols_.size()));
    wordCounts_.push_back(count);
}

void SymbolCorpus::append(TokenId symbol)
{
    if (symbols_.size() >= static_cast<size_t>(std::numeric_limits<int32_t>::max()))
        throw Error("the training text has more than 2,147,483,647 characters",
                    "train on a part of it");
    symbols_.push_back(symbol);
}

bool PairPositions::IsLater::operator()(const DuePair &a, const DuePair &b) const
{
    if (a.count != b.count)
        return a.count < b.count;
    return a.left != b.left ? a.left > b.left : a.right > b.right;
}

PairPositions::PairPositions(SymbolCorpus corpus)
    : corpus_(std::move(corpus)), next_(corpus_.symbols_.size()), previous_(corpus_.symbols_.size())
{
    const auto size = static_cast<int32_t>(corpus_.symbols_.size());
    for (int32_t i = 0; i < size; ++i) {
        nextOf(i) = i + 1 < size ? i + 1 : -1;
        previousOf(i) = i - 1;
    }
    for (const int32_t start : corpus_.wordStarts_) {
        if (start >= size)
            continue;
        if (start > 0)
            nextOf(start - 1) = -1;
        previousOf(start) = -1;
    }
    countInitialPairs();
}

// Pairs of single characters arise only here, so that all their positions belong to one entry.
void PairPositions::countInitialPairs()
{
    size_t word = 0;
    for (int32_t i = 0; i < static_cast<int32_t>(next_.size()); ++i) {
        if (nextOf(i) < 0)
            continue;
        word = wordOf(i, word);
        countUp(symbolAt(i), symbolAt(nextOf(i)), i, corpus_.wordCounts_[word]);
    }
    enqueueRisen();
}

size_t PairPositions::wordOf(int32_t position, size_t from) const
{
    const auto &starts = corpus_.wordStarts_;
    const auto after = std::upper_bound(starts.begin() + static_cast<std::ptrdiff_t>(from),
                                        starts.end(), position);
    return static_cast<size_t>(after - starts.begin()) - 1;
}

void PairPositions::countDown(TokenId left, TokenId right, int64_t count)
{
    pairs_[keyOf(left, right)].count -= count;
}

void PairPositions::countUp(TokenId left, TokenId right, int32_t position, int64_t count)
{
    const uint64_t key = keyOf(left, right);
    PairState &state = pairs_[key];
    if (state.lastMerge != merges_) {
        state.lastMerge = merges_;
        state.firstNew = state.positions.size();
        risen_.push_back(key);
    }
    state.count += count;
    state.positions.push_back(position);
}

// A pair whose count is not above zero waits for no one; its positions stay for an entry that may
// come.
void PairPositions::enqueueRisen()
{
    for (const uint64_t key : risen_) {
        PairState &state = pairs_.at(key);
        state.isPartial = state.isPartial || state.due > 0 || state.count <= 0;
        if (state.count <= 0)
            continue;
        ++state.due;
        queue_.push({state.count, static_cast<TokenId>(key >> 32), static_cast<TokenId>(key),
                     state.firstNew, state.positions.size()});
    }
    risen_.clear();
    ++merges_;
}

// Counts in the queue may be outdated: an entry whose count changed goes back with the present one.
std::optional<DuePair> PairPositions::takeMostFrequent()
{
    while (!queue_.empty()) {
        DuePair best = queue_.top();
        queue_.pop();
        const int64_t present = pairs_.at(keyOf(best.left, best.right)).count;
        if (present == best.count)
            return best;
        best.count = present;
        queue_.push(best);
    }
    return std::nullopt;
}

// All positions of the pair, or, where the pair became due more than once, those in the words that
// made this entry due.
std::vector<int32_t> PairPositions::positionsToMerge(const DuePair &due, PairState &state)
{
    --state.due;
    if (!state.isPartial)
        return std::exchange(state.positions, {});
    std::vector<size_t> words;
    for (size_t i = due.firstPosition; i < due.lastPosition; ++i)
        words.push_back(wordOf(state.positions[i], 0));
    std::ranges::sort(words);
    std::vector<int32_t> positions;
    for (const int32_t position : state.positions)
        if (std::ranges::binary_search(words, wordOf(position, 0)))
            positions.push_back(position);
    std::ranges::sort(positions);
    return positions;
}

void PairPositions::merge(const DuePair &due, TokenId result,
                          const std::function<bool(TokenId, TokenId)> &isCounted)
{
    const std::vector<int32_t> positions =
        positionsToMerge(due, pairs_.at(keyOf(due.left, due.right)));
    size_t word = 0;
    for (const int32_t position : positions) {
        const int32_t next = nextOf(position);
        if (symbolAt(position) != due.left || next < 0 || symbolAt(next) != due.right)
            continue;
        word = wordOf(position, word);
        mergeAt(position, result, corpus_.wordCounts_[word], isCounted);
    }
    enqueueRisen();
}

// The count of the merged pair itself stays, as in the reference; it matters when another merge
// makes the same token and the pair comes up again.
void PairPositions::mergeAt(int32_t position, TokenId result, int64_t count,
                            const std::function<bool(TokenId, TokenId)> &isCounted)
{
    const int32_t right = nextOf(position);
    const TokenId leftSymbol = symbolAt(position);
    const TokenId rightSymbol = symbolAt(right);
    const int32_t before = previousOf(position);
    const int32_t after = nextOf(right);
    symbolAt(position) = result;
    symbolAt(right) = gone;
    nextOf(position) = after;
    nextOf(right) = -1;
    if (before >= 0) {
        countDown(symbolAt(before), leftSymbol, count);
        if (isCounted(symbolAt(before), result))
            countUp(symbolAt(before), result, before, count);
    }
    if (after >= 0) {
        previousOf(after) = position;
        countDown(rightSymbol, symbolAt(after), count);
        if (isCounted(result, symbolAt(after)))
            countUp(result, symbolAt(after), position, count);
    }
}

} // namespace helicase
