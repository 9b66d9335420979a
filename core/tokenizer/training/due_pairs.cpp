#include "core/tokenizer/training/due_pairs.h"

#include <algorithm>

namespace helicase {

bool DuePairs::IsLater::operator()(const DuePair &a, const DuePair &b) const
{
    if (a.count != b.count)
        return a.count < b.count;
    return a.left != b.left ? a.left > b.left : a.right > b.right;
}

void DuePairs::lower(TokenId left, TokenId right, int64_t count)
{
    const PairTable::Index index = pairs_.find(left, right);
    if (index != PairTable::none)
        pairs_[index].count -= count;
}

void DuePairs::setDue(PairTable::Index index, Positions positions)
{
    SymbolPair &pair = pairs_[index];
    pair.positions = positions.data();
    pair.positionCount = static_cast<uint32_t>(positions.size());
    pair.isDue = true;
    if (pair.count >= queuedFrom_)
        enqueue(index);
}

void DuePairs::enqueue(PairTable::Index index)
{
    queue_.push({pairs_[index].count, pairs_[index].left, pairs_[index].right, index});
}

// Counts in the queue may be outdated: an entry whose count changed goes back with the present one.
std::optional<DuePair> DuePairs::takeMostFrequent()
{
    while (!queue_.empty() || lookThrough()) {
        const DuePair best = queue_.top();
        queue_.pop();
        SymbolPair &pair = pairs_[best.pair];
        if (pair.count == best.count) {
            pair.isDue = false;
            return best;
        }
        if (pair.count >= queuedFrom_)
            enqueue(best.pair);
    }
    return std::nullopt;
}

// Fills the empty queue with the most frequent pairs that are due; false when there are none.
bool DuePairs::lookThrough()
{
    int64_t most = 0;
    for (const SymbolPair &pair : pairs_.all())
        if (pair.isDue)
            most = std::max(most, pair.count);
    if (most < leastCount_)
        return false;
    queuedFrom_ = std::max(leastCount_, most / 2);
    for (size_t i = 0; i < pairs_.all().size(); ++i)
        if (pairs_.all()[i].isDue && pairs_.all()[i].count >= queuedFrom_)
            enqueue(static_cast<PairTable::Index>(i));
    return true;
}

} // namespace helicase
