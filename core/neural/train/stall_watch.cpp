#include "core/neural/train/stall_watch.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr double stepsOfStall = 20;

} // namespace

StallWatch::StallWatch(std::chrono::duration<double> limit, std::function<void(double)> report)
    : limit_(limit), report_(std::move(report)), thread_([this] { run(); })
{
}

StallWatch::~StallWatch()
{
    {
        const std::scoped_lock lock(mutex_);
        isStopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void StallWatch::stepMade(double seconds)
{
    const std::scoped_lock lock(mutex_);
    longestStep_ = std::max(longestStep_, seconds);
    isSuspended_ = false;
    signOfLife();
}

void StallWatch::suspend()
{
    const std::scoped_lock lock(mutex_);
    isSuspended_ = true;
}

void StallWatch::resume()
{
    const std::scoped_lock lock(mutex_);
    isSuspended_ = false;
    signOfLife();
}

void StallWatch::signOfLife()
{
    last_ = Clock::now();
    isReported_ = false;
}

void StallWatch::run()
{
    std::unique_lock lock(mutex_);
    while (!isStopping_) {
        changed_.wait_for(lock, limit_ / 4);
        const double silence = std::chrono::duration<double>(Clock::now() - last_).count();
        const bool isStall = silence > limit_.count() && silence > stepsOfStall * longestStep_;
        if (isStopping_ || isSuspended_ || isReported_ || !isStall)
            continue;
        isReported_ = true;
        lock.unlock();
        report_(silence);
        lock.lock();
    }
}

} // namespace helicase
