// The best evaluations of a run so far, the best one first. Plain value.
#pragma once

#include "core/neural/train/task.h"

namespace helicase {

class BestResults {
public:
    // keep: how many are remembered, at least 1.
    BestResults(Better better, int64_t keep) : better_(better), keep_(keep) {}

    // Whether it is better than all before; it is remembered when it is among the best ones. NaN is
    // never.
    bool offer(int64_t step, double value);
    // A step whose checkpoint could not be kept.
    void remove(int64_t step);
    // Whether the step is among those remembered.
    bool holds(int64_t step) const;
    bool isEmpty() const { return results_.empty(); }
    int64_t step() const { return results_.front().step; }
    double value() const { return results_.front().value; }
    std::vector<int64_t> steps() const;

    nlohmann::json state() const;
    // Throws nlohmann::json::exception.
    void restore(const nlohmann::json &state);

private:
    struct Result {
        int64_t step = 0;
        double value = 0;
    };

    Better better_;
    int64_t keep_;
    std::vector<Result> results_;
};

} // namespace helicase
