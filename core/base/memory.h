// How much memory this machine has left, to refuse what cannot fit before it is begun. Thread-safe.
#pragma once

#include <cstdint>
#include <string>

namespace helicase {

// Bytes that a program can take without swapping; the largest number where the system does not
// tell.
int64_t availableMemory();

// The most that this process ever had in memory, in bytes.
int64_t peakMemory();

// Throws Error when less than `bytes` are available: "MODEL needs 37.2 GB of memory, 7.9 GB are
// free". what: the beginning of that sentence.
void requireMemory(const std::string &what, double bytes, const std::string &hint = {});

} // namespace helicase
