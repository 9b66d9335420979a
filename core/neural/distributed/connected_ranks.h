// Several processes, connected by c10d. What tensors travel by is the group's affair
// (join_ranks.h). One thread.
#pragma once

#include "core/neural/distributed/rank_group.h"

#include <chrono>
#include <functional>
#include <memory>
#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#include <torch/csrc/distributed/c10d/reducer.hpp>

namespace helicase {

class ConnectedRanks final : public RankGroup {
public:
    // timeout: that of the group, for messages.
    ConnectedRanks(c10::intrusive_ptr<c10d::ProcessGroup> group, std::chrono::seconds timeout);
    ConnectedRanks(const ConnectedRanks &) = delete;
    ConnectedRanks &operator=(const ConnectedRanks &) = delete;
    ~ConnectedRanks() override;

    int64_t rank() const override { return group_->getRank(); }
    int64_t size() const override { return group_->getSize(); }
    void watch(std::vector<torch::Tensor> parameters) override;
    void averagedBackward(const torch::Tensor &loss) override;
    std::vector<double> sum(std::vector<double> values) override;
    std::string fromFirst(std::string text) override;

private:
    // Does something that all ranks do together, and tells when one of them is lost.
    void together(const std::function<void()> &work);
    void broadcast(torch::Tensor tensor);

    c10::intrusive_ptr<c10d::ProcessGroup> group_;
    std::chrono::seconds timeout_;
    std::unique_ptr<c10d::Reducer> reducer_;
    bool isBroken_ = false; // something that was begun together was not finished
};

} // namespace helicase
