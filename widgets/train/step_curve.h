// A quantity that grows with the steps of a run, such as epochs or tokens, in bounded memory: knots
// with straight lines between them. Starts at 0 in step 0. No Qt; one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace helicase {

class StepCurve {
public:
    // When there are more knots every second one goes.
    static constexpr size_t mostKnots = 4096;

    // Steps rise and values do not fall; dropAfter() first when a run goes back.
    void add(int64_t step, double value);
    void dropAfter(int64_t step);
    bool isEmpty() const { return knots_.empty(); }
    // After the last knot its value.
    double at(int64_t step) const;

private:
    struct Knot {
        int64_t step = 0;
        double value = 0;
    };
    std::vector<Knot> knots_;
    int64_t stride_ = 1; // values per knot
    int64_t sinceKnot_ = 0;
};

} // namespace helicase
