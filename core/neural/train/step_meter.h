// How fast training proper goes: the time between start() and stop() only, so that evaluations and
// checkpoints do not count. One thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace helicase {

class StepMeter {
public:
    // weightsPerToken: weights of matrix products that a token meets; 6 operations each in a
    // training step.
    explicit StepMeter(double weightsPerToken) : weightsPerToken_(weightsPerToken) {}

    void start() { began_ = Clock::now(); }
    // Returns the seconds since start().
    double stop(int64_t tokens, int64_t samples);

    // Since the last call: "tokens_per_second", "samples_per_second", "model_flops_utilization"
    // (the share of the rate that this machine's matrix products reach in float32), "seconds_left"
    // for so many steps to go, and "peak_memory_bytes" of the process.
    std::map<std::string, double> take(int64_t stepsLeft);

private:
    using Clock = std::chrono::steady_clock;

    double weightsPerToken_;
    Clock::time_point began_;
    double seconds_ = 0;
    int64_t tokens_ = 0;
    int64_t samples_ = 0;
    int64_t steps_ = 0;
};

} // namespace helicase
