// The nearest of the rows that one row is compared with. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace helicase {

struct Candidate {
    float distance = 0; // squared, or of squares up to a constant
    int32_t index = 0;

    auto operator<=>(const Candidate &) const = default;
};

// The same in whichever order the candidates come. They gather until there are twice as many as
// wanted, of which the nearer half is kept.
class NearestCandidates {
public:
    explicit NearestCandidates(int64_t wanted) : wanted_(static_cast<size_t>(wanted))
    {
        gathered_.reserve(2 * wanted_);
    }

    // What lies farther need not be offered.
    float limit() const { return limit_; }
    void offer(Candidate candidate)
    {
        if (candidate.distance > limit_)
            return;
        gathered_.push_back(candidate);
        if (gathered_.size() == 2 * wanted_)
            keepNearest();
    }
    // At most as many as wanted, in no order.
    std::vector<Candidate> &nearest()
    {
        keepNearest();
        return gathered_;
    }

private:
    void keepNearest()
    {
        if (gathered_.size() <= wanted_)
            return;
        const auto last = gathered_.begin() + static_cast<std::ptrdiff_t>(wanted_) - 1;
        std::ranges::nth_element(gathered_, last);
        limit_ = last->distance;
        gathered_.resize(wanted_);
    }

    size_t wanted_;
    float limit_ = std::numeric_limits<float>::infinity();
    std::vector<Candidate> gathered_;
};

} // namespace helicase
