// Tells a value that stands out from those before it: more than so many median deviations above the
// median of the last values, and a multiple of it. Its state is small and part of a
// checkpoint. One thread at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <nlohmann/json_fwd.hpp>

namespace helicase {

class SpikeDetector {
public:
    // factor: in standard deviations, as the median deviation estimates them; 0: nothing stands
    // out.
    // leastRise: times the median.
    SpikeDetector(double factor, double leastRise) : factor_(factor), leastRise_(leastRise) {}

    // Nothing stands out before there are enough values to compare with.
    bool isSpike(double value) const;
    // A value that the next ones are compared with.
    void add(double value);

    nlohmann::json state() const;
    // Throws nlohmann::json::exception.
    void restore(const nlohmann::json &state);

private:
    double factor_;
    double leastRise_;
    std::deque<double> recent_;
};

} // namespace helicase
