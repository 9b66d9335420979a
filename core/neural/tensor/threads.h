// Number of threads of LibTorch's operations and of ours.
#pragma once

#include <cstdint>

namespace helicase {

// Physical cores that this process may run on, at least 1. Thread-safe.
int64_t physicalCores();

// count: 0 for one per physical core. Call once at the start of a program, before any tensor
// operation.
void useThreads(int64_t count);

} // namespace helicase
