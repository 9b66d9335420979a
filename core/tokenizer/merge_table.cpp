#include "core/tokenizer/merge_table.h"

#include <bit>

namespace helicase {

MergeTable::MergeTable(std::span<const MergeRule> rules)
{
    // At most half of the slots are in use, so that a search for a missing pair ends soon.
    const size_t slots = std::bit_ceil(2 * rules.size() + 2);
    slots_.resize(slots);
    mask_ = slots - 1;
    shift_ = 64 - std::countr_zero(slots);
    for (size_t rank = 0; rank < rules.size(); ++rank) {
        const uint64_t key = keyOf(rules[rank].left, rules[rank].right);
        size_t slot = slotOf(key);
        while (slots_[slot].key != key && slots_[slot].key != emptyKey)
            slot = (slot + 1) & mask_;
        slots_[slot] = {key, {static_cast<int32_t>(rank), rules[rank].result}};
    }
}

} // namespace helicase
