// Addresses of this machine for the processes of a run. No LibTorch; any thread.
#pragma once

#include <cstdint>
#include <string>

namespace helicase {

// The address of this machine by which it reaches another, in numbers. Throws Error when there is
// no way to it.
std::string addressTowards(const std::string &host, uint16_t port);

// A socket that listens for this machine only; whoever takes it closes it. Throws Error when the
// port is taken.
int listenLocally(uint16_t port);

} // namespace helicase
