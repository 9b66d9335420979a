// What a table shows of one metric of a run: its first, last, smallest and largest value, each with its
// step, and its value at chosen steps. No threads, no files.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace helicase {

struct StepValue {
    int64_t step = 0;
    double value = 0;
    bool operator==(const StepValue &) const = default;
};

struct MetricSummary {
    int64_t count = 0;
    int64_t notFinite = 0;            // NaN and infinities among them
    StepValue first;                  // may be one of them, as the last
    StepValue last;
    std::optional<StepValue> minimum; // of the finite ones
    std::optional<StepValue> maximum;
    // Parallel to the chosen steps: the last value at or before each of them.
    std::vector<std::optional<StepValue>> at = {};

    // Steps must not decrease. chosenSteps: the same ones in every call.
    void add(const StepValue &point, std::span<const int64_t> chosenSteps);
};

// By the metric's name.
using MetricSummaries = std::map<std::string, MetricSummary>;

} // namespace helicase
