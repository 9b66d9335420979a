// One head's attention over one sequence for inference, in tiles of queries by keys: scores are
// computed, exponentiated and summed up tile by tile (online softmax: Milakov and Gimelshein,
// 2018), so that nothing but a tile is ever stored. A tile of keys that lies so far away that ALiBi
// leaves it no weight is not computed at all: what is left out is below the rounding of the sum.
// Products are those of core/neural/tensor/tile_product.h in float32 or in bfloat16; the softmax is
// float32 always. No LibTorch type; one scratch per thread.
#pragma once

#include "core/neural/tensor/half.h"

#include <cstdint>
#include <vector>

namespace helicase {

inline constexpr int64_t queriesPerTile = 64;
inline constexpr int64_t keysPerTile = 128;

// Places of one head's vectors inside the fused projection; row i starts at pointer + i * stride.
template <typename Element>
struct TileHead {
    const Element *query = nullptr;
    const Element *key = nullptr;
    const Element *value = nullptr;
    int64_t stride = 0;
    const int32_t *positions = nullptr; // [tokens], rising
    int64_t tokens = 0;
    int64_t width = 0; // of one head; even for Half
    float slope = 0;
    Element *output = nullptr; // row i starts at output + i * outputStride
    int64_t outputStride = 0;
};

// Memory of one thread, reused from head to head.
template <typename Element>
struct TileScratch {
    std::vector<Element> keys;       // per tile [width][keysPerTile], of Half in pairs of rows
    std::vector<Element> values;     // per tile [keysPerTile][width], of Half in pairs of rows
    std::vector<int32_t> positions;  // [tiles * keysPerTile]
    std::vector<float> selfScores;   // [tokens]
    std::vector<float> queryLengths; // [tokens]
    std::vector<Element> queries;    // [queriesPerTile][width]
    std::vector<float> scores;       // [queriesPerTile][keysPerTile]
    std::vector<Element> weights;    // [queriesPerTile][keysPerTile]
    std::vector<float> sums;         // [queriesPerTile][width]
    float longestKey = 0;
};

void attendHead(const TileHead<float> &head, TileScratch<float> &scratch);
void attendHead(const TileHead<Half> &head, TileScratch<Half> &scratch);

} // namespace helicase
