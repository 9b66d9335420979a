// Number of threads of LibTorch's operations and of ours.
#pragma once

#include <cstdint>

namespace helicase {

// count: 0 for one per physical core. Call once at the start of a program, before any tensor
// operation.
void useThreads(int64_t count);

} // namespace helicase
