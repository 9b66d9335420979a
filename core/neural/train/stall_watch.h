// Notices that a run makes no steps any more: a hanging disk, a waiting rank, a machine that swaps.
// Its report is made on a thread of its own, once per stall.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace helicase {

class StallWatch {
public:
    using Clock = std::chrono::steady_clock;

    // report: called with the seconds since the last sign of life when that is more than `limit`
    // and more than twenty of the longest steps so far.
    StallWatch(std::chrono::duration<double> limit, std::function<void(double)> report);
    StallWatch(const StallWatch &) = delete;
    StallWatch &operator=(const StallWatch &) = delete;
    ~StallWatch();

    // A step was made and took so long.
    void stepMade(double seconds);
    // Something else than a step goes on that may take any time: an evaluation, a pause. Until the
    // next sign of life nothing is reported.
    void suspend();
    void resume();

private:
    void run();
    void signOfLife();

    std::chrono::duration<double> limit_;
    std::function<void(double)> report_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Clock::time_point last_ = Clock::now();
    double longestStep_ = 0;
    bool isSuspended_ = true;
    bool isReported_ = false;
    bool isStopping_ = false;
    std::thread thread_;
};

} // namespace helicase
