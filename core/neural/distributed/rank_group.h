// The processes that train one model together. Each computes its part of every step's
// micro-batches; gradients are averaged by PyTorch's own engine (c10d::Reducer: buckets, overlapped
// with the backward pass). All calls are made by all ranks in the same order, from one thread each.
// Throws Error, which names the cause, when another rank is lost.
#pragma once

#include <cstdint>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace helicase {

class RankGroup {
public:
    virtual ~RankGroup() = default;

    virtual int64_t rank() const = 0;
    virtual int64_t size() const = 0;
    bool isFirst() const { return rank() == 0; }

    // The leaves whose gradients are averaged, in the same order on all ranks; their values become
    // those of rank 0. Called once, before the first step.
    virtual void watch(std::vector<torch::Tensor> parameters) = 0;
    // The backward pass of this rank's last micro-batch of a step. After it every gradient is the
    // mean of the ranks' gradients, those of earlier passes of the step included; one that no rank
    // has stays undefined.
    virtual void averagedBackward(const torch::Tensor &loss) = 0;

    // Sums over the ranks, the same bits on each.
    virtual std::vector<double> sum(std::vector<double> values) = 0;
    // The text of rank 0.
    virtual std::string fromFirst(std::string text) = 0;
};

// One process on its own.
class SingleRank final : public RankGroup {
public:
    int64_t rank() const override { return 0; }
    int64_t size() const override { return 1; }
    void watch(std::vector<torch::Tensor>) override {}
    void averagedBackward(const torch::Tensor &loss) override { loss.backward(); }
    std::vector<double> sum(std::vector<double> values) override { return values; }
    std::string fromFirst(std::string text) override { return text; }
};

} // namespace helicase
