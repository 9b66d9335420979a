// SIGINT and SIGTERM as a stop request, so that long work can save its state. A second one ends the
// process at once. Make it before any other thread is started: threads inherit the blocked signals.
#pragma once

#include <stop_token>
#include <thread>

namespace helicase {

class StopSignals {
public:
    StopSignals();
    StopSignals(const StopSignals &) = delete;
    StopSignals &operator=(const StopSignals &) = delete;

    std::stop_token token() const { return stop_.get_token(); }

private:
    std::stop_source stop_;
    std::jthread watch_;
};

} // namespace helicase
