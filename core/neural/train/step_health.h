// Judges each step before the weights are moved: losses and gradients that are no finite numbers or
// stand out, and what the run's policy says to do then. One thread at a time.
#pragma once

#include "core/neural/train/spike_detector.h"
#include "core/run/option_values.h"

#include <string>

namespace helicase {

enum class BadStepPolicy {
    Stop,     // the run ends, earlier checkpoints are kept
    Skip,     // the batch is left out
    RollBack, // back to the newest checkpoint; the batches since then are left out
    Notice    // said, nothing else
};

struct HealthSettings {
    BadStepPolicy onNonFinite = BadStepPolicy::Skip;
    BadStepPolicy onSpike = BadStepPolicy::Notice;
    double spikeFactor = 8;

    // From the options "health.*".
    static HealthSettings from(const OptionValues &options);
};

struct StepVerdict {
    bool isGood = true;
    BadStepPolicy policy = BadStepPolicy::Notice;
    std::string what; // "Loss is NaN"
};

class StepHealth {
public:
    explicit StepHealth(const HealthSettings &settings);

    // Of the step's mean loss and the norm of its gradient before clipping. Throws Error when many
    // steps in a row are bad, whatever the policy.
    StepVerdict judge(double loss, double gradientNorm);

    nlohmann::json state() const;
    // Throws nlohmann::json::exception.
    void restore(const nlohmann::json &state);

private:
    StepVerdict verdictOn(double loss, double gradientNorm) const;

    HealthSettings settings_;
    SpikeDetector losses_;
    SpikeDetector norms_;
    int64_t badInARow_ = 0;
};

} // namespace helicase
