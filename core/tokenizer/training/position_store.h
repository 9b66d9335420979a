// Memory for lists of positions: given back lists make room for new ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace helicase {

class PositionStore {
public:
    // Not initialised; stands until it is given back or the store ends.
    int32_t *take(size_t size);
    // A part of what was taken that nobody needs any more.
    void giveBack(std::span<int32_t> room);

private:
    std::vector<std::unique_ptr<int32_t[]>> blocks_;
    std::vector<std::span<int32_t>> rooms_; // free
};

} // namespace helicase
