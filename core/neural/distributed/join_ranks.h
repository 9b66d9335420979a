// Brings the processes of one run together: they find each other through c10d's store, then talk
// directly. The one place that chooses what they talk by: Gloo on CPUs. One thread.
#pragma once

#include "core/neural/distributed/rank_environment.h"
#include "core/neural/distributed/rank_group.h"

#include <memory>
#include <stop_token>

namespace helicase {

// device: where the gradients are. Throws Error when the others are not there in time, disagree
// about their number, or the device has no way to talk; Stopped when that is requested meanwhile.
std::unique_ptr<RankGroup> joinRanks(const RankEnvironment &environment, torch::Device device,
                                     const std::stop_token &stop);

} // namespace helicase
