#include "widgets/train/step_curve.h"

#include <algorithm>

namespace helicase {

// The last knot is always the newest value.
void StepCurve::add(int64_t step, double value)
{
    if (++sinceKnot_ < stride_ && knots_.size() > 1)
        knots_.back() = {step, value};
    else {
        knots_.push_back({step, value});
        sinceKnot_ = 0;
    }
    if (knots_.size() <= mostKnots)
        return;
    size_t kept = 0;
    for (size_t index = 1; index < knots_.size(); index += 2)
        knots_[kept++] = knots_[index];
    if (knots_.size() % 2 != 0)
        knots_[kept++] = knots_.back();
    knots_.resize(kept);
    stride_ *= 2;
}

void StepCurve::dropAfter(int64_t step)
{
    knots_.erase(std::ranges::upper_bound(knots_, step, {}, &Knot::step), knots_.end());
    sinceKnot_ = stride_;
}

double StepCurve::at(int64_t step) const
{
    const auto after = std::ranges::lower_bound(knots_, step, {}, &Knot::step);
    if (after == knots_.end())
        return knots_.empty() ? 0 : knots_.back().value;
    const Knot before = after == knots_.begin() ? Knot{} : *std::prev(after);
    if (after->step <= before.step)
        return after->value;
    return before.value + (after->value - before.value) * static_cast<double>(step - before.step) /
                              static_cast<double>(after->step - before.step);
}

} // namespace helicase
