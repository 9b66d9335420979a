#include "core/neural/project/umap_forces.h"

#include "core/base/clones.h"
#include "core/neural/project/fast_power.h"

namespace helicase {

namespace {

// Of the eight lanes the first is the pull, the next are the pushes, two stay without force.
constexpr float longestMove = 4; // of one force, at learning rate 1
constexpr float softening = 1e-3f;
constexpr float smallestSquare = 1e-30f;

// For each lane the force over its distance: (pull p + push) / ((soft + s) (1 + a p)), p = s^b.
struct LaneFactors {
    EightFloats pull{};
    EightFloats push{};
    EightFloats soft{};
};

HELICASE_INLINE void clip(EightFloats &values)
{
    values = values < -longestMove ? EightFloats{} - longestMove : values;
    values = values > longestMove ? EightFloats{} + longestMove : values;
}

// The differences along the three axes are replaced by the clipped forces.
HELICASE_CLONES void forcesOf(std::array<EightFloats, 3> &differences, const LaneFactors &factors,
                              float a, float b)
{
    auto &[x, y, z] = differences;
    const EightFloats squared = smallestSquare + x * x + y * y + z * z;
    EightFloats power = squared;
    fastPower(power, b);
    const EightFloats force =
        (factors.pull * power + factors.push) / ((factors.soft + squared) * (1 + a * power));
    for (EightFloats *axis : {&x, &y, &z}) {
        *axis *= force;
        clip(*axis);
    }
}

} // namespace

UmapForces::UmapForces(UmapCurve curve)
    : a_(static_cast<float>(curve.a)), b_(static_cast<float>(curve.b))
{
}

PointPlace UmapForces::moved(const PointPlace &point, const PointPlace &pulling,
                             const std::array<const PointPlace *, pushing> &others,
                             float rate) const
{
    LaneFactors factors;
    std::array<EightFloats, 3> forces{};
    for (size_t k = 0; k < forces.size(); ++k)
        forces[k][0] = point[k] - pulling[k];
    factors.pull[0] = -2 * a_ * b_;
    for (size_t i = 1; i <= pushing; ++i) {
        for (size_t k = 0; k < forces.size(); ++k)
            forces[k][i] = point[k] - (*others[i - 1])[k];
        factors.push[i] = 2 * b_;
        factors.soft[i] = softening;
    }
    forcesOf(forces, factors, a_, b_);
    PointPlace place = point;
    for (size_t k = 0; k < forces.size(); ++k) {
        const EightFloats &force = forces[k];
        place[k] +=
            rate * ((2 * force[0] + force[1]) + (force[2] + force[3]) + (force[4] + force[5]));
    }
    return place;
}

} // namespace helicase
