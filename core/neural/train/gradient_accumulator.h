// The gradient of one step: its micro-batches one after another, this rank's part of them, in the
// wanted precision. When memory runs out, micro-batches are halved and the step is computed again.
// One thread at a time.
#pragma once

#include "core/neural/distributed/rank_group.h"
#include "core/neural/train/task.h"

namespace helicase {

enum class TrainingPrecision {
    Fp32,
    Bf16 // matrix products in bfloat16, weights, norms, softmax and losses in float32
};

struct StepGradient {
    double loss = 0;    // mean over the whole step, on all ranks
    int64_t tokens = 0; // on all ranks
    int64_t parts = 0;  // micro-batches it was computed in
};

class GradientAccumulator {
public:
    GradientAccumulator(Task &task, RankGroup &ranks, TrainingPrecision precision)
        : task_(task), ranks_(ranks), precision_(precision)
    {
    }

    // Adds the step's gradient to that of the parameters, which must be clear. clear: makes it so
    // again before another attempt. All dropout follows from the seed. Throws Error when even
    // single samples do not fit into the memory.
    StepGradient accumulate(StepInput &input, uint64_t seed, const std::function<void()> &clear);

    // How often micro-batches are halved so far; part of a checkpoint.
    int64_t halvings() const { return halvings_; }
    void setHalvings(int64_t halvings) { halvings_ = halvings; }

private:
    StepGradient attempt(StepInput &input, uint64_t seed);
    void prepare(StepInput &input, uint64_t seed);
    MicroStep forward(const StepInput &input, int64_t index, uint64_t seed);

    Task &task_;
    RankGroup &ranks_;
    TrainingPrecision precision_;
    int64_t halvings_ = 0;
};

} // namespace helicase
