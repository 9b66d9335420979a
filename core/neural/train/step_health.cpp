#include "core/neural/train/step_health.h"

#include "core/base/error.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

constexpr int64_t mostInARow = 10;
// Times the median. Norms of gradients vary a good deal from batch to batch, and more while the
// rate rises.
constexpr double leastLossRise = 1.5;
constexpr double leastNormRise = 4;

// Four digits.
std::string rounded(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

BadStepPolicy policyFrom(const std::string &name)
{
    if (name == "stop")
        return BadStepPolicy::Stop;
    if (name == "skip")
        return BadStepPolicy::Skip;
    return name == "rollback" ? BadStepPolicy::RollBack : BadStepPolicy::Notice;
}

const char *nameOf(double value)
{
    return std::isnan(value) ? "NaN" : "infinite";
}

} // namespace

HealthSettings HealthSettings::from(const OptionValues &options)
{
    return {.onNonFinite = policyFrom(options.text("health.nonfinite")),
            .onSpike = policyFrom(options.text("health.spike")),
            .spikeFactor = options.real("health.spike_factor")};
}

StepHealth::StepHealth(const HealthSettings &settings)
    : settings_(settings), losses_(settings.spikeFactor, leastLossRise),
      norms_(settings.spikeFactor, leastNormRise)
{
}

StepVerdict StepHealth::judge(double loss, double gradientNorm)
{
    StepVerdict verdict = verdictOn(loss, gradientNorm);
    if (verdict.isGood || verdict.policy == BadStepPolicy::Notice) {
        losses_.add(loss);
        norms_.add(gradientNorm);
        badInARow_ = 0;
        return verdict;
    }
    if (++badInARow_ > mostInARow)
        throw Error(verdict.what + ", as in the " + std::to_string(mostInARow) + " steps before",
                    "lower optimizer.lr, lengthen schedule.warmup or set optimizer.clip");
    return verdict;
}

StepVerdict StepHealth::verdictOn(double loss, double gradientNorm) const
{
    if (!std::isfinite(loss))
        return {false, settings_.onNonFinite, std::string("Loss is ") + nameOf(loss)};
    if (!std::isfinite(gradientNorm))
        return {false, settings_.onNonFinite, std::string("Gradient is ") + nameOf(gradientNorm)};
    if (losses_.isSpike(loss))
        return {false, settings_.onSpike, "Loss of " + rounded(loss) + " stands out"};
    if (norms_.isSpike(gradientNorm))
        return {false, settings_.onSpike,
                "Gradient norm of " + rounded(gradientNorm) + " stands out"};
    return {};
}

nlohmann::json StepHealth::state() const
{
    return {{"losses", losses_.state()}, {"norms", norms_.state()}, {"bad_in_a_row", badInARow_}};
}

void StepHealth::restore(const nlohmann::json &state)
{
    losses_.restore(state.at("losses"));
    norms_.restore(state.at("norms"));
    badInARow_ = state.at("bad_in_a_row");
}

} // namespace helicase
