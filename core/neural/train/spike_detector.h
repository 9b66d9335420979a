// Tells a value that stands out from those before it: more than so many median deviations above the
// median of the last values, and at least half as large again. Its state is small and part of a
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
    explicit SpikeDetector(double factor) : factor_(factor) {}

    // Nothing stands out before there are enough values to compare with.
    bool isSpike(double value) const;
    // A value that the next ones are compared with.
    void add(double value);

    nlohmann::json state() const;
    // Throws nlohmann::json::exception.
    void restore(const nlohmann::json &state);

private:
    double factor_;
    std::deque<double> recent_;
};

} // namespace helicase
