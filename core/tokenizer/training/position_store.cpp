#include "core/tokenizer/training/position_store.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr size_t blockSize = size_t{1} << 18;
constexpr size_t leastRoom = size_t{1} << 12; // smaller ones are not worth looking after

} // namespace

int32_t *PositionStore::take(size_t size)
{
    const auto fits = [&](std::span<int32_t> room) { return room.size() >= size; };
    const auto found = std::ranges::find_if(rooms_, fits);
    std::span<int32_t> room;
    if (found != rooms_.end()) {
        room = *found;
        *found = rooms_.back();
        rooms_.pop_back();
    } else {
        const size_t whole = std::max(size, blockSize);
        blocks_.push_back(std::make_unique_for_overwrite<int32_t[]>(whole));
        room = {blocks_.back().get(), whole};
    }
    giveBack(room.subspan(size));
    return room.data();
}

void PositionStore::giveBack(std::span<int32_t> room)
{
    if (room.size() >= leastRoom)
        rooms_.push_back(room);
}

} // namespace helicase
