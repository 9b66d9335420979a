// Work on several threads.
#pragma once

#include <cstdint>
#include <future>
#include <vector>

namespace helicase {

// Physical cores that this process may run on, at least 1. Thread-safe.
int64_t physicalCores();

// Calls task(0) .. task(parts - 1), each but the first on a thread of its own, and returns when all
// are done. Rethrows the first exception among them.
template <typename Task>
void runInParallel(size_t parts, const Task &task)
{
    std::vector<std::future<void>> others; // wait when they are destroyed
    for (size_t part = 1; part < parts; ++part)
        others.push_back(std::async(std::launch::async, [&task, part] { task(part); }));
    if (parts > 0)
        task(0);
    for (std::future<void> &other : others)
        other.get();
}

} // namespace helicase
