#include "core/neural/train/step_meter.h"

#include "core/base/memory.h"

#include <algorithm>
#include <torch/torch.h>

namespace helicase {

namespace {

// Operations per second of a product of square matrices, the best of a few. Takes some hundredths
// of a second, once.
double matrixRate()
{
    static const double rate = [] {
        constexpr int64_t size = 768;
        constexpr int rounds = 4;
        const torch::NoGradGuard noGradients;
        const torch::Tensor matrix = torch::ones({size, size});
        double best = 0;
        for (int i = 0; i < rounds; ++i) {
            const auto began = std::chrono::steady_clock::now();
            torch::matmul(matrix, matrix);
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
            best = std::max(best, 2.0 * size * size * size / std::max(took.count(), 1e-9));
        }
        return best;
    }();
    return rate;
}

} // namespace

double StepMeter::stop(int64_t tokens, int64_t samples)
{
    const double seconds = std::chrono::duration<double>(Clock::now() - began_).count();
    seconds_ += seconds;
    tokens_ += tokens;
    samples_ += samples;
    ++steps_;
    return seconds;
}

std::map<std::string, double> StepMeter::take(int64_t stepsLeft)
{
    const auto perSecond = [this](double count) { return seconds_ > 0 ? count / seconds_ : 0; };
    const double tokens = perSecond(static_cast<double>(tokens_));
    const double steps = perSecond(static_cast<double>(steps_));
    std::map<std::string, double> values{
        {"tokens_per_second", tokens},
        {"samples_per_second", perSecond(static_cast<double>(samples_))},
        {"model_flops_utilization", 6 * weightsPerToken_ * tokens / matrixRate()},
        {"peak_memory_bytes", static_cast<double>(peakMemory())}};
    if (steps > 0)
        values.emplace("seconds_left", static_cast<double>(stepsLeft) / steps);
    seconds_ = 0;
    tokens_ = 0;
    samples_ = 0;
    steps_ = 0;
    return values;
}

} // namespace helicase
