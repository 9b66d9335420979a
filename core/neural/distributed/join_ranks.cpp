// Gloo's part of c10d's headers, which stand in a package of their own.
#define USE_C10D_GLOO

#include "core/neural/distributed/join_ranks.h"

#include "core/base/error.h"
#include "core/neural/distributed/connected_ranks.h"
#include "core/neural/distributed/local_sockets.h"

#include <c10/util/Logging.h>
#include <cstdlib>
#include <thread>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

namespace helicase {

namespace {

using Clock = std::chrono::steady_clock;
using StorePointer = c10::intrusive_ptr<c10d::Store>;

constexpr std::chrono::milliseconds pollInterval(50);
constexpr std::chrono::milliseconds connectInterval(1000);
constexpr int fatalMessagesOnly = 3;

// c10d logs what it also throws, with its stack. Once, for threads may join.
void quietenLog()
{
    static const bool isQuiet [[maybe_unused]] = [] {
        if (!std::getenv("TORCH_CPP_LOG_LEVEL"))
            FLAGS_caffe2_log_level = fatalMessagesOnly;
        return true;
    }();
}

// The meeting of all ranks, with its end in sight.
class Meeting {
public:
    Meeting(const RankEnvironment &environment, const std::stop_token &stop)
        : environment_(environment), stop_(stop), deadline_(Clock::now() + environment.timeout)
    {
    }

    // The store with everybody there.
    StorePointer store()
    {
        const StorePointer all = servesStore() ? serve() : connect();
        all->setTimeout(environment_.timeout);
        StorePointer store =
            c10::make_intrusive<c10d::PrefixStore>("helicase/" + environment_.attempt, all);
        compareSizes(*store);
        announce(*store);
        for (int64_t rank = 0; rank < environment_.size; ++rank)
            await(*store, rank);
        return store;
    }

private:
    bool servesStore() const { return environment_.rank == 0 && !environment_.masterIsServed; }

    std::string address() const
    {
        return environment_.masterHost + ":" + std::to_string(environment_.masterPort);
    }

    StorePointer open(bool isServer, std::chrono::milliseconds timeout) const
    {
        c10d::TCPStoreOptions options;
        options.port = environment_.masterPort;
        options.isServer = isServer;
        options.waitWorkers = false;
        options.timeout = timeout;
        if (isServer && environment_.isLocal())
            options.masterListenFd = listenLocally(environment_.masterPort);
        return c10::make_intrusive<c10d::TCPStore>(environment_.masterHost, options);
    }

    StorePointer serve() const
    {
        try {
            return open(true, environment_.timeout);
        } catch (const c10::DistError &error) {
            throw Error("cannot listen for the other processes at port " +
                            std::to_string(environment_.masterPort) + ": " +
                            error.what_without_backtrace(),
                        "another run may use it; choose one with --port or MASTER_PORT");
        }
    }

    StorePointer connect()
    {
        std::string reason;
        while (!isOver()) {
            try {
                return open(false, connectInterval);
            } catch (const c10::DistError &error) {
                reason = error.what_without_backtrace();
                std::this_thread::sleep_for(pollInterval);
            }
        }
        throw Error("cannot reach rank 0 of the run at " + address() + " within " +
                        std::to_string(environment_.timeout.count()) + " s: " + reason,
                    "MASTER_ADDR names the machine of rank 0; its port must not be closed");
    }

    void compareSizes(c10d::Store &store) const
    {
        const std::string own = std::to_string(environment_.size);
        const std::string agreed = store.compareSet("size", std::string(), own);
        if (agreed != own)
            throw Error(
                "this process was started as one of " + own + ", another as one of " + agreed,
                "start all machines with the same --nnodes and --nproc", ExitStatus::WrongUsage);
    }

    void announce(c10d::Store &store) const
    {
        if (store.add(keyOf(environment_.rank), 1) > 1)
            throw Error("two processes of the run say that they are rank " +
                            std::to_string(environment_.rank),
                        "give each machine another --node-rank", ExitStatus::WrongUsage);
    }

    void await(c10d::Store &store, int64_t rank)
    {
        while (!store.check({keyOf(rank)})) {
            if (isOver())
                throw Error("rank " + std::to_string(rank) + " of " +
                                std::to_string(environment_.size) +
                                " did not join the run within " +
                                std::to_string(environment_.timeout.count()) + " s",
                            "see whether its machine was started and reaches " + address());
            std::this_thread::sleep_for(pollInterval);
        }
    }

    static std::string keyOf(int64_t rank) { return "joined/" + std::to_string(rank); }

    bool isOver() const
    {
        if (stop_.stop_requested())
            throw Stopped("stopped on request before the run began");
        return Clock::now() > deadline_;
    }

    const RankEnvironment &environment_;
    std::stop_token stop_;
    Clock::time_point deadline_;
};

c10::intrusive_ptr<c10d::Backend> backendFor(torch::Device device, const StorePointer &store,
                                             const RankEnvironment &environment)
{
    if (!device.is_cpu())
        throw Error("several processes exchange gradients of GPUs by NCCL, a part of LibTorch's "
                    "CUDA libraries, which this build does not load",
                    "train with --device cpu");
    c10::intrusive_ptr<c10d::ProcessGroupGloo::Options> options;
    if (std::getenv("GLOO_SOCKET_IFNAME")) {
        options = c10d::ProcessGroupGloo::Options::create_default(environment.timeout);
    } else {
        // Not by the host's name, which often leads to this machine only.
        options = c10d::ProcessGroupGloo::Options::create(environment.timeout);
        options->devices = {c10d::ProcessGroupGloo::createDeviceForHostname(
            addressTowards(environment.masterHost, environment.masterPort))};
    }
    return c10::make_intrusive<c10d::ProcessGroupGloo>(store, static_cast<int>(environment.rank),
                                                       static_cast<int>(environment.size), options);
}

c10::intrusive_ptr<c10d::ProcessGroup> connectAll(const RankEnvironment &environment,
                                                  torch::Device device, const std::stop_token &stop)
{
    const StorePointer store = Meeting(environment, stop).store();
    auto group = c10::make_intrusive<c10d::ProcessGroup>(store, static_cast<int>(environment.rank),
                                                         static_cast<int>(environment.size));
    group->setBackend(device.type(), c10d::ProcessGroup::BackendType::GLOO,
                      backendFor(device, store, environment));
    group->setDefaultBackend(c10d::ProcessGroup::BackendType::GLOO);
    group->setGroupName("ranks");
    return group;
}

Error failure(const std::string &reason)
{
    return Error("the processes of the run could not be connected: " + reason,
                 "see whether another of them ended; GLOO_SOCKET_IFNAME names the network "
                 "interface to use");
}

} // namespace

std::unique_ptr<RankGroup> joinRanks(const RankEnvironment &environment, torch::Device device,
                                     const std::stop_token &stop)
{
    if (environment.size == 1)
        return std::make_unique<SingleRank>();
    quietenLog();
    try {
        return std::make_unique<ConnectedRanks>(connectAll(environment, device, stop),
                                                environment.timeout);
    } catch (const c10::Error &error) {
        throw failure(error.what_without_backtrace());
    } catch (const gloo::Exception &error) {
        throw failure(error.what());
    }
}

} // namespace helicase
