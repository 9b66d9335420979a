// The training runs of reference cases: the steps, and what their settings.json says. One thread at
// a time.
#pragma once

#include "core/neural/train/adamw.h"
#include "core/neural/verify/case_folder.h"
#include "core/neural/verify/comparison.h"

#include <functional>
#include <nlohmann/json.hpp>

namespace helicase {

using RateCurve = std::function<double(int64_t step)>;

struct Trajectory {
    AdamW &optimizer;
    RateCurve rate;
    double largestNorm = 0;                          // 0: gradients are not clipped
    std::function<torch::Tensor(int64_t step)> loss; // with a graph
    std::function<void()> onGradients = {};          // before they are clipped
    std::function<void()> onUpdate = {};
};

// float64 [steps].
struct TrajectoryCurves {
    torch::Tensor losses;
    torch::Tensor gradientNorms; // before clipping
    torch::Tensor rates;
};

// As many steps of the trajectory. Throws Error when a loss or a gradient is no finite number.
TrajectoryCurves run(const Trajectory &trajectory, int64_t steps);

// "steps"; throws InputError unless the case holds a learning rate for each of them.
int64_t stepsOf(const CaseFolder &folder, const nlohmann::json &settings);
// "betas" and "eps".
AdamSettings adamSettings(const nlohmann::json &settings);
// "lr", "warmup_steps", "total_steps" and "schedule" (linear unless given).
RateCurve huggingFaceRate(const nlohmann::json &settings);
// Requires that the parameters in "not_decayed" are the ones the optimizer does not decay; settings
// without this list decay all.
void compareDecay(const nlohmann::json &settings, const AdamW &optimizer, Comparison &comparison);

// The curves with lr.safetensors and outputs.safetensors, the parameters with final.safetensors.
void compareTrajectory(const CaseFolder &folder, const TrajectoryCurves &curves,
                       const std::vector<NamedParameter> &parameters, Comparison &comparison);

} // namespace helicase
