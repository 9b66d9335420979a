// Makes a chosen call of the file system fail, in this process: open, fopen, write, writev, fsync,
// rename and mkdir on paths below a folder are counted, and one of them gives an error, as a full
// or broken disk would. A program that links this library uses its functions instead of those of
// the C library. Thread-safe.
#pragma once

#include <cstdint>
#include <string>

namespace helicase::test {

enum class Fault {
    None,      // calls are only counted
    Error,     // the call fails with the given reason, and so do all later ones when isLasting
    ShortWrite // a write takes half of its bytes
};

struct FaultPlan {
    Fault fault = Fault::None;
    int64_t call = 0; // the number of the call, from 1
    int reason = 0;   // ENOSPC, EIO
    bool isLasting = false;
    std::string folder;
};

// Begins to count from 1.
void injectFault(const FaultPlan &plan);
// Calls since injectFault().
int64_t countedCalls();

} // namespace helicase::test
