#include "core/neural/tensor/attention_tile.h"

#include "core/neural/tensor/half_lanes.h"
#include "core/neural/tensor/tile_product.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace helicase {

namespace {

constexpr int64_t groupsPerTile = keysPerTile / lanes;
constexpr float lowest = std::numeric_limits<float>::lowest();
// So far behind the last key that no query gives it any weight.
constexpr int32_t beyond = 1 << 28;

int64_t roundedUp(int64_t count, int64_t step)
{
    return (count + step - 1) / step * step;
}

template <typename Element>
HELICASE_INLINE void dotProduct(const Element *left, const Element *right, int64_t count,
                                float &result)
{
    Floats sum = Floats{};
    Floats a;
    Floats b;
    int64_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        load(a, left + i);
        load(b, right + i);
        sum += a * b;
    }
    if (i < count) {
        loadFirst(a, left + i, count - i);
        loadFirst(b, right + i, count - i);
        sum += a * b;
    }
    result = sumOf(sum);
}

// Lengths of the queries, the longest key, and each query's score with its own key.
template <typename Element>
HELICASE_INLINE void measure(const TileHead<Element> &head, TileScratch<Element> &scratch)
{
    float longest = 0;
    for (int64_t i = 0; i < head.tokens; ++i) {
        const Element *query = head.query + i * head.stride;
        const Element *key = head.key + i * head.stride;
        const auto place = static_cast<size_t>(i);
        float square = 0;
        dotProduct(query, query, head.width, square);
        scratch.queryLengths[place] = std::sqrt(square);
        dotProduct(key, key, head.width, square);
        longest = std::max(longest, square);
        dotProduct(query, key, head.width, scratch.selfScores[place]);
    }
    scratch.longestKey = std::sqrt(longest);
}

// Turns rows of 32-bit words into columns; a word is a float or a pair of Half.
HELICASE_INLINE void transposeTile(const uint32_t *rows, int64_t stride, int64_t count,
                                   int64_t words, uint32_t *columns)
{
    for (int64_t word = 0; word < words; ++word) {
        uint32_t *column = columns + word * keysPerTile;
        for (int64_t row = 0; row < count; ++row)
            column[row] = rows[row * stride + word];
        for (int64_t row = count; row < keysPerTile; ++row)
            column[row] = 0;
    }
}

HELICASE_INLINE void packValues(const float *rows, int64_t stride, int64_t count, int64_t width,
                                float *packed)
{
    for (int64_t row = 0; row < count; ++row)
        std::copy_n(rows + row * stride, width, packed + row * width);
    std::fill(packed + count * width, packed + keysPerTile * width, 0.0f);
}

HELICASE_INLINE void packValues(const Half *rows, int64_t stride, int64_t count, int64_t width,
                                Half *packed)
{
    for (int64_t row = 0; row < keysPerTile; row += 2) {
        const Half *first = rows + row * stride;
        const Half *second = first + stride;
        Half *pairs = packed + row * width;
        if (row + 1 < count) {
            for (int64_t i = 0; i < width; ++i) {
                pairs[2 * i] = first[i];
                pairs[2 * i + 1] = second[i];
            }
            continue;
        }
        for (int64_t i = 0; i < width; ++i) {
            pairs[2 * i] = row < count ? first[i] : Half{};
            pairs[2 * i + 1] = Half{};
        }
    }
}

template <typename Element>
HELICASE_INLINE void packTile(const TileHead<Element> &head, int64_t tile,
                              TileScratch<Element> &scratch)
{
    const int64_t first = tile * keysPerTile;
    const int64_t count = std::min(keysPerTile, head.tokens - first);
    constexpr int64_t perWord = sizeof(uint32_t) / sizeof(Element);
    // The words are only moved: their values are of no meaning here.
    transposeTile(reinterpret_cast<const uint32_t *>(head.key + first * head.stride),
                  head.stride / perWord, count, head.width / perWord,
                  reinterpret_cast<uint32_t *>(scratch.keys.data() + first * head.width));
    packValues(head.value + first * head.stride, head.stride, count, head.width,
               scratch.values.data() + first * head.width);
    int32_t *positions = scratch.positions.data() + first;
    std::copy_n(head.positions + first, count, positions);
    std::fill(positions + count, positions + keysPerTile, head.positions[head.tokens - 1] + beyond);
}

struct RowState {
    float maximum = lowest;
    float sum = 0;
};

// One row of scores becomes weights, exp(scale * score - bias - maximum); what was summed up before
// is to be multiplied by `correction`.
template <typename Element>
HELICASE_INLINE void weighRow(const float *scores, const int32_t *positions, int32_t position,
                              float slope, float scale, int64_t groups, RowState &state,
                              Element *weights, float &correction)
{
    Floats row[groupsPerTile];
    Floats highest = Floats{} + lowest;
    for (int64_t group = 0; group < groups; ++group) {
        Integers keys;
        std::memcpy(&keys, positions + group * lanes, sizeof keys);
        const Integers difference = keys - position;
        const Integers distance = difference < 0 ? -difference : difference;
        Floats values;
        load(values, scores + group * lanes);
        values = values * scale - __builtin_convertvector(distance, Floats) * slope;
        highest = values > highest ? values : highest;
        row[group] = values;
    }
    float maximum = state.maximum;
    for (int64_t lane = 0; lane < lanes; ++lane)
        maximum = std::max(maximum, highest[lane]);
    Floats total = Floats{};
    for (int64_t group = 0; group < groups; ++group) {
        Floats values = row[group] - maximum;
        exponential(values);
        store(weights + group * lanes, values);
        total += values;
    }
    correction = maximum > state.maximum ? std::exp(state.maximum - maximum) : 1.0f;
    state.sum = state.sum * correction + sumOf(total);
    state.maximum = maximum;
}

HELICASE_INLINE void multiplyRow(float *row, float factor, int64_t width)
{
    for (int64_t i = 0; i < width; ++i)
        row[i] *= factor;
}

// Queries first .. first + rows - 1 of a head.
struct QueryTile {
    int64_t first = 0;
    int64_t rows = 0;
    int64_t paddedRows = 0;
};

template <typename Element>
HELICASE_INLINE void weighTile(const TileHead<Element> &head, const QueryTile &queries,
                               int64_t tile, TileScratch<Element> &scratch, RowState *states,
                               Element *weights)
{
    const int64_t keys = std::min(keysPerTile, head.tokens - tile * keysPerTile);
    const int64_t groups = roundedUp(keys, 2 * lanes) / lanes;
    const float scale = 1.0f / std::sqrt(static_cast<float>(head.width));
    for (int64_t i = 0; i < queries.rows; ++i) {
        float correction = 1;
        weighRow(scratch.scores.data() + i * keysPerTile,
                 scratch.positions.data() + tile * keysPerTile, head.positions[queries.first + i],
                 head.slope, scale, groups, states[i], weights + i * keysPerTile, correction);
        if (correction != 1)
            multiplyRow(scratch.sums.data() + i * head.width, correction, head.width);
    }
}

template <typename Element>
HELICASE_INLINE void finish(const TileHead<Element> &head, const QueryTile &queries,
                            const RowState *states, TileScratch<Element> &scratch)
{
    for (int64_t i = 0; i < queries.rows; ++i) {
        const float factor = 1.0f / states[i].sum;
        const float *sums = scratch.sums.data() + i * head.width;
        Element *row = head.output + (queries.first + i) * head.outputStride;
        Floats values;
        int64_t j = 0;
        for (; j + lanes <= head.width; j += lanes) {
            load(values, sums + j);
            store(row + j, values * factor);
        }
        if (j < head.width) {
            loadFirst(values, sums + j, head.width - j);
            storeFirst(row + j, values * factor, head.width - j);
        }
    }
}

// The cloned doors to the inline kernels.
HELICASE_CLONES void measureHead(const TileHead<float> &head, TileScratch<float> &scratch)
{
    measure(head, scratch);
}
HELICASE_CLONES void measureHead(const TileHead<Half> &head, TileScratch<Half> &scratch)
{
    measure(head, scratch);
}
HELICASE_CLONES void packKeys(const TileHead<float> &head, int64_t tile,
                              TileScratch<float> &scratch)
{
    packTile(head, tile, scratch);
}
HELICASE_CLONES void packKeys(const TileHead<Half> &head, int64_t tile, TileScratch<Half> &scratch)
{
    packTile(head, tile, scratch);
}
HELICASE_CLONES void weigh(const TileHead<float> &head, const QueryTile &queries, int64_t tile,
                           TileScratch<float> &scratch, RowState *states, float *weights)
{
    weighTile(head, queries, tile, scratch, states, weights);
}
HELICASE_CLONES void weigh(const TileHead<Half> &head, const QueryTile &queries, int64_t tile,
                           TileScratch<Half> &scratch, RowState *states, Half *weights)
{
    weighTile(head, queries, tile, scratch, states, weights);
}
HELICASE_CLONES void finishRows(const TileHead<float> &head, const QueryTile &queries,
                                const RowState *states, TileScratch<float> &scratch)
{
    finish(head, queries, states, scratch);
}
HELICASE_CLONES void finishRows(const TileHead<Half> &head, const QueryTile &queries,
                                const RowState *states, TileScratch<Half> &scratch)
{
    finish(head, queries, states, scratch);
}

MatrixView viewed(const float *data, int64_t stride)
{
    return {data, stride};
}

HalfMatrixView viewed(const Half *data, int64_t stride)
{
    return {data, stride};
}

template <typename Element>
void reserve(const TileHead<Element> &head, TileScratch<Element> &scratch)
{
    const auto keys = static_cast<size_t>(roundedUp(head.tokens, keysPerTile));
    const auto width = static_cast<size_t>(head.width);
    const auto grow = [](auto &vector, size_t size) {
        if (vector.size() < size)
            vector.resize(size);
    };
    grow(scratch.keys, keys * width);
    grow(scratch.values, keys * width);
    grow(scratch.positions, keys);
    grow(scratch.selfScores, keys);
    grow(scratch.queryLengths, keys);
    grow(scratch.queries, queriesPerTile * width);
    grow(scratch.scores, queriesPerTile * keysPerTile);
    grow(scratch.weights, queriesPerTile * keysPerTile);
    grow(scratch.sums, queriesPerTile * width);
}

// Keys farther away than this weigh less than what rounding loses of the sum, which is at least the
// weight of a query's own key. By the Cauchy-Schwarz inequality no score exceeds the product of the
// lengths of query and key.
template <typename Element>
float reachOf(const TileHead<Element> &head, const QueryTile &queries,
              const TileScratch<Element> &scratch)
{
    if (head.slope <= 0)
        return std::numeric_limits<float>::infinity();
    float lead = 0;
    for (int64_t i = queries.first; i < queries.first + queries.rows; ++i) {
        const auto place = static_cast<size_t>(i);
        lead = std::max(lead, scratch.queryLengths[place] * scratch.longestKey -
                                  scratch.selfScores[place]);
    }
    constexpr float roundingBits = std::is_same_v<Element, float> ? 26 : 16;
    const float scale = 1.0f / std::sqrt(static_cast<float>(head.width));
    const float lost = roundingBits * 0.69314718f + std::log(static_cast<float>(head.tokens));
    return (lead * scale + lost) / head.slope;
}

template <typename Element>
void copyQueries(const TileHead<Element> &head, const QueryTile &queries,
                 TileScratch<Element> &scratch)
{
    Element *copy = scratch.queries.data();
    for (int64_t i = 0; i < queries.rows; ++i)
        std::copy_n(head.query + (queries.first + i) * head.stride, head.width,
                    copy + i * head.width);
    std::fill(copy + queries.rows * head.width, copy + queries.paddedRows * head.width, Element{});
}

template <typename Element>
void attendQueries(const TileHead<Element> &head, const QueryTile &queries,
                   TileScratch<Element> &scratch)
{
    copyQueries(head, queries, scratch);
    const float reach = reachOf(head, queries, scratch);
    const auto last = static_cast<float>(head.tokens - 1);
    const auto firstKey =
        static_cast<int64_t>(std::max(0.0f, static_cast<float>(queries.first) - reach));
    const auto lastKey = static_cast<int64_t>(
        std::min(last, static_cast<float>(queries.first + queries.rows - 1) + reach));
    Element *weights = scratch.weights.data();
    RowState states[queriesPerTile];
    const int64_t width = head.width;
    TileSum sum = TileSum::Replace;
    // The query's own tile is the first: it holds the largest weights.
    const int64_t own = queries.first / keysPerTile;
    const auto visit = [&](int64_t tile) {
        const int64_t place = tile * keysPerTile * width;
        const int64_t keys = std::min(keysPerTile, head.tokens - tile * keysPerTile);
        const int64_t paddedKeys = roundedUp(keys, 2 * lanes);
        tileProduct(viewed(scratch.queries.data(), width),
                    viewed(scratch.keys.data() + place, keysPerTile), queries.paddedRows,
                    paddedKeys, width, TileSum::Replace, scratch.scores.data(), keysPerTile);
        weigh(head, queries, tile, scratch, states, weights);
        tileProduct(viewed(weights, keysPerTile), viewed(scratch.values.data() + place, width),
                    queries.paddedRows, width, paddedKeys, sum, scratch.sums.data(), width);
        sum = TileSum::Add;
    };
    visit(own);
    for (int64_t tile = firstKey / keysPerTile; tile <= lastKey / keysPerTile; ++tile)
        if (tile != own)
            visit(tile);
    finishRows(head, queries, states, scratch);
}

template <typename Element>
void attend(const TileHead<Element> &head, TileScratch<Element> &scratch)
{
    reserve(head, scratch);
    measureHead(head, scratch);
    for (int64_t tile = 0; tile * keysPerTile < head.tokens; ++tile)
        packKeys(head, tile, scratch);
    for (int64_t first = 0; first < head.tokens; first += queriesPerTile) {
        const int64_t rows = std::min(queriesPerTile, head.tokens - first);
        attendQueries(head, {.first = first, .rows = rows, .paddedRows = roundedUp(rows, lanes)},
                      scratch);
    }
}

} // namespace

void attendHead(const TileHead<float> &head, TileScratch<float> &scratch)
{
    attend(head, scratch);
}

void attendHead(const TileHead<Half> &head, TileScratch<Half> &scratch)
{
    attend(head, scratch);
}

} // namespace helicase
