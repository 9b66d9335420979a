#include "core/neural/distributed/connected_ranks.h"

#include "core/base/error.h"

#include <algorithm>
#include <gloo/common/error.h>
#include <torch/csrc/distributed/c10d/comm.hpp>

namespace helicase {

namespace {

constexpr size_t broadcastBytes = size_t{256} << 20;

Error lostRank(const std::string &cause, std::chrono::seconds timeout)
{
    const bool isSilent =
        cause.find("imed out") != std::string::npos || cause.find("timeout") != std::string::npos;
    const std::string what =
        isSilent ? "another process of the run gave no answer for " +
                       std::to_string(timeout.count()) + " s"
                 : "the connection to another process of the run broke: that process has ended";
    return Error(what + "; the run ends, its checkpoints are kept",
                 "continue it with --resume, on as many processes as you like");
}

void compareShapes(const c10::intrusive_ptr<c10d::ProcessGroup> &group,
                   const std::vector<torch::Tensor> &values)
{
    try {
        c10d::verify_params_across_processes(group, values, std::nullopt);
    } catch (const c10::DistError &) {
        throw;
    } catch (const c10::Error &) {
        throw Error(
            "rank " + std::to_string(group->getRank()) + " builds another model than rank 0",
            "start all machines with the same recipe and the same weights", ExitStatus::BadInput);
    }
}

} // namespace

ConnectedRanks::ConnectedRanks(c10::intrusive_ptr<c10d::ProcessGroup> group,
                               std::chrono::seconds timeout)
    : group_(std::move(group)), timeout_(timeout)
{
}

// A group waits for its last work, which another rank may never finish. A broken one is left to the
// end of the process.
ConnectedRanks::~ConnectedRanks()
{
    if (isBroken_)
        group_.release();
}

void ConnectedRanks::together(const std::function<void()> &work)
{
    isBroken_ = true;
    try {
        work();
    } catch (const gloo::Exception &error) {
        throw lostRank(error.what(), timeout_);
    } catch (const c10::DistError &error) {
        throw lostRank(error.what_without_backtrace(), timeout_);
    }
    isBroken_ = false;
}

void ConnectedRanks::watch(std::vector<torch::Tensor> parameters)
{
    const std::vector<bool> areSparse(parameters.size(), false);
    auto buckets = std::get<0>(c10d::compute_bucket_assignment_by_size(
        parameters, {c10d::kDefaultFirstBucketBytes, c10d::kDefaultBucketBytesCap}, areSparse));
    // The gradients of the last parameters are ready first.
    std::ranges::reverse(buckets);
    reducer_.reset();
    together([&] {
        std::vector<torch::Tensor> values;
        for (const torch::Tensor &parameter : parameters)
            values.push_back(parameter.detach());
        compareShapes(group_, values);
        c10d::broadcast_coalesced(group_, values, broadcastBytes);
        // Buckets are never rearranged when parameters without a gradient are looked for, so that
        // sums are always made in the same order.
        reducer_ = std::make_unique<c10d::Reducer>(
            std::move(parameters), std::move(buckets), group_, areSparse,
            c10d::kDefaultBucketBytesCap, /*find_unused_parameters=*/true,
            /*gradient_as_bucket_view=*/true, std::unordered_map<size_t, std::string>(),
            c10d::kDefaultFirstBucketBytes, /*skip_all_reduce_unused_params=*/false,
            /*use_python_reducer=*/false, std::vector<int64_t>());
    });
}

void ConnectedRanks::averagedBackward(const torch::Tensor &loss)
{
    together([&] {
        reducer_->prepare_for_backward({loss});
        loss.backward();
    });
}

std::vector<double> ConnectedRanks::sum(std::vector<double> values)
{
    together([&] {
        std::vector<torch::Tensor> tensors{torch::from_blob(
            values.data(), {static_cast<int64_t>(values.size())}, torch::kFloat64)};
        group_->allreduce(tensors)->wait();
    });
    return values;
}

std::string ConnectedRanks::fromFirst(std::string text)
{
    torch::Tensor length = torch::tensor(static_cast<int64_t>(text.size()));
    broadcast(length);
    text.resize(static_cast<size_t>(length.item<int64_t>()));
    if (!text.empty())
        broadcast(torch::from_blob(text.data(), {length.item<int64_t>()}, torch::kUInt8));
    return text;
}

void ConnectedRanks::broadcast(torch::Tensor tensor)
{
    together([&] {
        std::vector<torch::Tensor> tensors{std::move(tensor)};
        group_->broadcast(tensors)->wait();
    });
}

} // namespace helicase
