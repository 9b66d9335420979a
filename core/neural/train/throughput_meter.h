// Tokens per second of training proper: the time between start() and stop() only, so that
// evaluations and checkpoints do not count.
#pragma once

#include <chrono>
#include <cstdint>

namespace helicase {

class ThroughputMeter {
public:
    void start() { began_ = Clock::now(); }
    void stop(int64_t tokens)
    {
        seconds_ += std::chrono::duration<double>(Clock::now() - began_).count();
        tokens_ += tokens;
    }
    // The rate since the last call.
    double takeRate()
    {
        const double rate = seconds_ > 0 ? static_cast<double>(tokens_) / seconds_ : 0;
        seconds_ = 0;
        tokens_ = 0;
        return rate;
    }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point began_;
    double seconds_ = 0;
    int64_t tokens_ = 0;
};

} // namespace helicase
