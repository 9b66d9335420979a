// The course of one metric in bounded memory: as it came while there is room for every value, then
// with the smallest and the largest one of equally long stretches, so that no extreme is lost. No
// threads, no files.
#pragma once

#include "core/run/metric_summary.h"

#include <vector>

namespace helicase {

class MetricCurve {
public:
    // At most twice as many points as stretches.
    static constexpr size_t mostStretches = 1000;

    // Steps must not decrease.
    void add(const StepValue &point);
    // In the order of their steps; of a stretch that holds no finite value one that is not.
    std::vector<StepValue> points() const;

private:
    struct Stretch {
        StepValue low;
        StepValue high;
    };
    static void join(Stretch &stretch, const Stretch &other);
    void halve();

    std::vector<Stretch> stretches_;
    int64_t valuesPerStretch_ = 1;
    int64_t valuesInLast_ = 0;
};

} // namespace helicase
