// A sequence motif as a matrix of counts. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace helicase {

struct Motif {
    std::string id;                            // "MA0148.4"
    std::string name;                          // "FOXA1"
    std::vector<std::array<double, 4>> counts; // per place of the motif: A, C, G, T; not negative

    int64_t width() const { return std::ssize(counts); }
};

} // namespace helicase
