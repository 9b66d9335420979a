// The ranks of a group as threads of the test: each has connections, streams and a part of the work
// of its own, as processes have.
#pragma once

#include "core/base/parallel.h"
#include "core/neural/distributed/join_ranks.h"

#include <QtTest>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace helicase::test {

// c10d notes its last calls in a record that the groups of a process share without a lock. It reads
// the length of the record with the first group.
inline const bool isRecordOff = qputenv("TORCH_FR_BUFFER_SIZE", "0");

inline uint16_t freePort()
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool isFound =
        ::bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 &&
        ::getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size) == 0;
    ::close(descriptor);
    if (!isFound)
        qFatal("no free port");
    return ::ntohs(address.sin_port);
}

inline RankEnvironment loopback(int64_t rank, int64_t size, uint16_t port, int timeoutSeconds = 30)
{
    return {.rank = rank,
            .size = size,
            .localSize = size,
            .masterPort = port,
            .timeout = std::chrono::seconds(timeoutSeconds)};
}

// Calls work(ranks) once per rank, at the same time. Rethrows what one of them threw.
template <typename Work>
void onRanks(int64_t size, const Work &work, int timeoutSeconds = 30)
{
    const uint16_t port = freePort();
    runInParallel(static_cast<size_t>(size), [&](size_t rank) {
        const auto ranks = joinRanks(
            loopback(static_cast<int64_t>(rank), size, port, timeoutSeconds), torch::kCPU, {});
        work(*ranks);
    });
}

} // namespace helicase::test
