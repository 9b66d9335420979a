#include "core/base/progress.h"

#include "core/base/error.h"

namespace helicase {

void throwIfStopped(const std::stop_token &stop)
{
    if (stop.stop_requested())
        throw Stopped();
}

} // namespace helicase
