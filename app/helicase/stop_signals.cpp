#include "app/helicase/stop_signals.h"

#include <csignal>
#include <ctime>
#include <unistd.h>

namespace helicase {

namespace {

constexpr timespec watchInterval{.tv_sec = 0, .tv_nsec = 100'000'000};

sigset_t stopSignalSet()
{
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, SIGINT);
    ::sigaddset(&set, SIGTERM);
    return set;
}

void watchFor(const std::stop_token &end, std::stop_source stop)
{
    const sigset_t set = stopSignalSet();
    while (!end.stop_requested()) {
        const int signal = ::sigtimedwait(&set, nullptr, &watchInterval);
        if (signal > 0 && !stop.request_stop())
            ::_exit(128 + signal);
    }
}

} // namespace

StopSignals::StopSignals()
{
    const sigset_t set = stopSignalSet();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    // A run outlives whoever read its messages: writing to a closed pipe fails, it does not kill.
    std::signal(SIGPIPE, SIG_IGN);
    watch_ = std::jthread(watchFor, stop_);
}

} // namespace helicase
