// How fast work goes at present, and how long it will take at that pace.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace helicase {

class Pace {
public:
    // So much was done at that time. Times do not fall.
    void note(double seconds, int64_t done);
    // Per second, over about the last ten seconds; none before there are two notes.
    std::optional<double> rate() const { return rate_; }
    std::optional<double> secondsLeft(int64_t total) const;

private:
    std::optional<double> rate_;
    std::optional<double> last_; // time of the last note
    int64_t done_ = 0;
};

// "8 s", "3 min 20 s", "2 h 5 min".
std::string durationText(double seconds);

} // namespace helicase
