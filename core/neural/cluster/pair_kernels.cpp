#include "core/neural/cluster/pair_kernels.h"

#include "core/base/clones.h"

#include <cstring>

namespace helicase {

namespace {

constexpr int64_t stride = 16;
using Singles = float __attribute__((vector_size(64)));

HELICASE_INLINE void addProducts(Singles &sum, const float *first, const float *second)
{
    Singles a, b;
    std::memcpy(&a, first, sizeof a);
    std::memcpy(&b, second, sizeof b);
    sum += a * b;
}

} // namespace

HELICASE_CLONES int64_t placesReaching(const float *values, int64_t count, float limit,
                                       int32_t *places)
{
    // Few values reach the limit: a stretch without any is passed over at once.
    constexpr int64_t stretch = 64;
    int64_t found = 0;
    for (int64_t begin = 0; begin < count; begin += stretch) {
        const int64_t end = begin + stretch < count ? begin + stretch : count;
        int32_t any = 0;
        for (int64_t i = begin; i < end; ++i)
            any |= values[i] >= limit ? 1 : 0;
        if (any == 0)
            continue;
        for (int64_t i = begin; i < end; ++i)
            if (values[i] >= limit)
                places[found++] = static_cast<int32_t>(i);
    }
    return found;
}

HELICASE_CLONES double dotProduct(const float *first, const float *second, int64_t count)
{
    Singles sums[4] = {};
    int64_t i = 0;
    for (; i + 4 * stride <= count; i += 4 * stride)
        for (int64_t part = 0; part < 4; ++part)
            addProducts(sums[part], first + i + part * stride, second + i + part * stride);
    const Singles all = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    double sum = 0;
    for (int64_t lane = 0; lane < stride; ++lane)
        sum += static_cast<double>(all[lane]);
    for (; i < count; ++i)
        sum += static_cast<double>(first[i]) * second[i];
    return sum;
}

} // namespace helicase
