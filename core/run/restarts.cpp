#include "core/run/restarts.h"

#include <algorithm>

namespace helicase {

bool Restarts::see(const Event &event)
{
    bool wentBack = seen_ > 0 && event.step < lastStep_;
    if (wentBack)
        for (auto &[metric, course] : courses_)
            if (course.lastStep && *course.lastStep >= event.step)
                goBack(course, event.step);
    for (const auto &[metric, value] : event.metrics) {
        Course &course = courses_[metric];
        // The same step again, after a resume from just before it.
        if (course.lastStep && *course.lastStep >= event.step) {
            goBack(course, event.step);
            wentBack = true;
        }
        course.lastStep = event.step;
    }
    lastStep_ = event.step;
    ++seen_;
    return wentBack;
}

// A restart at an earlier step says all that the ones after it said.
void Restarts::goBack(Course &course, int64_t step) const
{
    while (!course.restarts.empty() && course.restarts.back().step >= step)
        course.restarts.pop_back();
    course.restarts.push_back({seen_, step});
    course.lastStep.reset();
}

bool Restarts::supersede(const std::string &metric, int64_t index, int64_t step) const
{
    const auto course = courses_.find(metric);
    if (course == courses_.end())
        return false;
    const auto next = std::ranges::upper_bound(course->second.restarts, index, {}, &Restart::index);
    return next != course->second.restarts.end() && step >= next->step;
}

} // namespace helicase
