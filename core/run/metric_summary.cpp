#include "core/run/metric_summary.h"

#include <cmath>

namespace helicase {

void MetricSummary::add(const StepValue &point, std::span<const int64_t> chosenSteps)
{
    if (count++ == 0)
        first = point;
    last = point;
    at.resize(chosenSteps.size());
    for (size_t i = 0; i < chosenSteps.size(); ++i)
        if (point.step <= chosenSteps[i])
            at[i] = point;
    if (!std::isfinite(point.value)) {
        ++notFinite;
        return;
    }
    if (!minimum || point.value < minimum->value)
        minimum = point;
    if (!maximum || point.value > maximum->value)
        maximum = point;
}

} // namespace helicase
