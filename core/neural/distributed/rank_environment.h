// Which of the run's processes this one is, as its environment tells: variables of torchrun, which
// `helicase launch` sets as well, or of Slurm together with MASTER_ADDR. Plain values without
// LibTorch; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace helicase {

struct RankEnvironment {
    int64_t rank = 0;
    int64_t size = 1;                     // processes of the run
    int64_t localSize = 1;                // of those, on this machine
    std::string masterHost = "127.0.0.1"; // where rank 0 listens
    uint16_t masterPort = 29500;
    bool masterIsServed = false; // torchrun listens there, not rank 0
    std::string attempt =
        "0"; // torchrun starts processes again; those of one attempt belong together
    int64_t wantedThreads = 0;         // of this process; 0: not said
    std::chrono::seconds timeout{600}; // without an answer of another rank; then it counts as lost

    // The value of a variable, null where it is not set.
    using Lookup = std::function<const char *(const char *name)>;
    // Size 1 where nothing speaks of several processes. Throws Error when variables are missing or
    // contradict each other.
    static RankEnvironment read(const Lookup &lookup);
    static RankEnvironment read(); // of this process

    // All ranks are on this machine, for they reach rank 0 by an address that leads nowhere else.
    bool isLocal() const;
    // Threads for this process where an option asks for so many; 0: its share of the machine.
    int64_t threads(int64_t wanted) const;
};

} // namespace helicase
