// What the horizontal axis of all training plots counts, and where on it a point of a run lies. No
// Qt.
#pragma once

#include "widgets/train/step_curve.h"

namespace helicase {

enum class TrainingAxis { Step, Epoch, Time, Tokens };

struct MetricPoint {
    int64_t step = 0;
    double seconds = 0; // since the first event of the run
    double value = 0;
};

// Of one run; refers to its curve.
struct AxisMap {
    TrainingAxis axis = TrainingAxis::Step;
    const StepCurve *curve = nullptr; // of Epoch and Tokens

    // Not every run counts epochs or tokens.
    bool isKnown() const
    {
        return axis == TrainingAxis::Step || axis == TrainingAxis::Time ||
               (curve && !curve->isEmpty());
    }
    double x(int64_t step, double seconds) const
    {
        switch (axis) {
        case TrainingAxis::Step:
            return static_cast<double>(step);
        case TrainingAxis::Time:
            return seconds;
        case TrainingAxis::Epoch:
        case TrainingAxis::Tokens:
            return curve ? curve->at(step) : 0;
        }
        return 0;
    }
    double x(const MetricPoint &point) const { return x(point.step, point.seconds); }
};

} // namespace helicase
