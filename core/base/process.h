// Other processes of this machine.
#pragma once

#include <cstdint>

namespace helicase {

// Whether the process still runs. One that has ended but was not yet collected by its parent (in a
// container there may be nobody who does) does not.
bool processIsAlive(int64_t process);

} // namespace helicase
