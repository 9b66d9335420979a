#include "core/tokenizer/training/pair_table.h"

namespace helicase {

namespace {

constexpr size_t initialSlots = size_t{1} << 12;
constexpr uint64_t upperHalf = 0xFFFFFFFF00000000;

} // namespace

PairTable::PairTable() : slots_(initialSlots, emptySlot), mask_(initialSlots - 1) {}

PairTable::Index PairTable::find(TokenId left, TokenId right) const
{
    const uint64_t hash = hashOf(left, right);
    for (size_t at = hash & mask_; slots_[at] != emptySlot; at = (at + 1) & mask_) {
        if (((slots_[at] ^ hash) & upperHalf) != 0)
            continue;
        const auto index = static_cast<Index>(slots_[at]);
        if (pairs_[index].left == left && pairs_[index].right == right)
            return index;
    }
    return none;
}

PairTable::Index PairTable::findOrAdd(TokenId left, TokenId right)
{
    const Index known = find(left, right);
    if (known != none)
        return known;
    if (2 * (pairs_.size() + 1) > slots_.size())
        grow();
    const auto index = static_cast<Index>(pairs_.size());
    pairs_.push_back({.left = left, .right = right});
    insert(hashOf(left, right), index);
    return index;
}

void PairTable::insert(uint64_t hash, Index index)
{
    size_t at = hash & mask_;
    while (slots_[at] != emptySlot)
        at = (at + 1) & mask_;
    slots_[at] = (hash & upperHalf) | index;
}

void PairTable::grow()
{
    slots_.assign(2 * slots_.size(), emptySlot);
    mask_ = slots_.size() - 1;
    for (size_t i = 0; i < pairs_.size(); ++i)
        insert(hashOf(pairs_[i].left, pairs_[i].right), static_cast<Index>(i));
}

} // namespace helicase
