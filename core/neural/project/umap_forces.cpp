#include "core/neural/project/umap_forces.h"

#include "core/base/clones.h"
#include "core/neural/project/fast_power.h"

namespace helicase {

namespace {

constexpr float longestMove = 4; // of one force, at learning rate 1
constexpr float softening = 1e-3f;
constexpr float smallestSquare = 1e-30f;

using FourFloats = float __attribute__((vector_size(16)));

HELICASE_INLINE void load(EightFloats &values, const float *from)
{
    std::memcpy(&values, from, sizeof values);
}

HELICASE_INLINE void load(EightFloats &values, const PointPlace *first, const PointPlace *second)
{
    FourFloats low;
    FourFloats high;
    std::memcpy(&low, first, sizeof low);
    std::memcpy(&high, second, sizeof high);
    values = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}

struct EightPlaces {
    EightFloats x;
    EightFloats y;
    EightFloats z;
};

HELICASE_INLINE void load(EightPlaces &places, const PointPlace *const *from)
{
    EightFloats rows[4];
    for (int i = 0; i < 4; ++i)
        load(rows[i], from[i], from[i + 4]);
    const EightFloats xy01 = __builtin_shufflevector(rows[0], rows[1], 0, 8, 1, 9, 4, 12, 5, 13);
    const EightFloats xy23 = __builtin_shufflevector(rows[2], rows[3], 0, 8, 1, 9, 4, 12, 5, 13);
    const EightFloats z01 = __builtin_shufflevector(rows[0], rows[1], 2, 10, 2, 10, 6, 14, 6, 14);
    const EightFloats z23 = __builtin_shufflevector(rows[2], rows[3], 2, 10, 2, 10, 6, 14, 6, 14);
    places.x = __builtin_shufflevector(xy01, xy23, 0, 1, 8, 9, 4, 5, 12, 13);
    places.y = __builtin_shufflevector(xy01, xy23, 2, 3, 10, 11, 6, 7, 14, 15);
    places.z = __builtin_shufflevector(z01, z23, 0, 1, 8, 9, 4, 5, 12, 13);
}

HELICASE_INLINE void clip(EightFloats &values, const EightFloats &longest)
{
    values = values < -longest ? -longest : values;
    values = values > longest ? longest : values;
}

// The places become the clipped forces that they exert.
HELICASE_INLINE void toForces(EightPlaces &places, const PointPlace &point,
                              const UmapForces::Lanes &lanes, size_t first, float a, float b)
{
    EightFloats pull;
    EightFloats push;
    EightFloats soft;
    EightFloats longest;
    load(pull, lanes.pull.data() + first);
    load(push, lanes.push.data() + first);
    load(soft, lanes.soft.data() + first);
    load(longest, lanes.longest.data() + first);
    places.x = point[0] - places.x;
    places.y = point[1] - places.y;
    places.z = point[2] - places.z;
    const EightFloats squared =
        smallestSquare + places.x * places.x + places.y * places.y + places.z * places.z;
    EightFloats power = squared;
    fastPower(power, b);
    const EightFloats force = (pull * power + push) / ((soft + squared) * (1 + a * power));
    for (EightFloats *axis : {&places.x, &places.y, &places.z}) {
        *axis *= force;
        clip(*axis, longest);
    }
}

HELICASE_INLINE float sumOf(const EightFloats &values)
{
    const FourFloats four = __builtin_shufflevector(values, values, 0, 1, 2, 3) +
                            __builtin_shufflevector(values, values, 4, 5, 6, 7);
    return (four[0] + four[1]) + (four[2] + four[3]);
}

HELICASE_CLONES void moveAlong(PointPlace &point, const PointPlace *const *others, size_t count,
                               const UmapForces::Lanes *lanes, float a, float b, float rate)
{
    for (size_t begin = 0; begin < count; begin += UmapForces::lanes) {
        const UmapForces::Lanes &now = lanes[begin / UmapForces::lanes % 3];
        EightPlaces first;
        EightPlaces second;
        load(first, others + begin);
        load(second, others + begin + 8);
        toForces(first, point, now, 0, a, b);
        toForces(second, point, now, 8, a, b);
        point[0] += rate * sumOf(first.x + second.x);
        point[1] += rate * sumOf(first.y + second.y);
        point[2] += rate * sumOf(first.z + second.z);
    }
}

} // namespace

UmapForces::UmapForces(UmapCurve curve)
    : a_(static_cast<float>(curve.a)), b_(static_cast<float>(curve.b))
{
    for (size_t i = 0; i < lanes_.size() * lanes; ++i) {
        Lanes &own = lanes_[i / lanes];
        const size_t lane = i % lanes;
        const bool pulls = i % perEdge == 0;
        own.pull[lane] = pulls ? -4 * a_ * b_ : 0;
        own.push[lane] = pulls ? 0 : 2 * b_;
        own.soft[lane] = pulls ? 0 : softening;
        own.longest[lane] = pulls ? 2 * longestMove : longestMove;
    }
}

void UmapForces::move(PointPlace &point, std::span<const PointPlace *const> others,
                      float rate) const
{
    moveAlong(point, others.data(), others.size(), lanes_.data(), a_, b_, rate);
}

} // namespace helicase
