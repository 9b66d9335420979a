#include "core/base/pace.h"

#include <algorithm>
#include <cmath>

namespace helicase {

void Pace::note(double seconds, int64_t done)
{
    constexpr double memory = 5; // seconds after which a rate counts for a third
    if (last_ && seconds > *last_) {
        const double present = static_cast<double>(done - done_) / (seconds - *last_);
        const double weight = rate_ ? 1 - std::exp((*last_ - seconds) / memory) : 1;
        rate_ = rate_.value_or(0) * (1 - weight) + present * weight;
    }
    if (!last_ || seconds > *last_) {
        last_ = seconds;
        done_ = done;
    }
}

std::optional<double> Pace::secondsLeft(int64_t total) const
{
    if (!rate_ || *rate_ <= 0 || total <= 0)
        return std::nullopt;
    return static_cast<double>(std::max<int64_t>(0, total - done_)) / *rate_;
}

std::string durationText(double seconds)
{
    const auto whole = static_cast<int64_t>(std::ceil(seconds));
    if (whole < 60)
        return std::to_string(whole) + " s";
    if (whole < 3600)
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
}

} // namespace helicase
