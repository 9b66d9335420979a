// Finds the next byte of a set in a text, many bytes at a time when the set is small.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace helicase {

class ByteFinder {
public:
    explicit ByteFinder(std::string_view bytes = {});
    // The place of the first one at or behind a place; the size of the text when there is none.
    size_t find(std::string_view text, size_t from) const;

private:
    static constexpr size_t fewBytes = 4;

    std::array<uint8_t, 256> isWanted_{};
    std::array<uint8_t, fewBytes> wanted_{}; // when these are all; some may stand twice
    size_t count_ = 0;
};

} // namespace helicase
