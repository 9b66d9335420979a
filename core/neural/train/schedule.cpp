#include "core/neural/train/schedule.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace helicase {

ScheduleKind scheduleKind(std::string_view name)
{
    if (name == "constant")
        return ScheduleKind::Constant;
    if (name == "linear")
        return ScheduleKind::Linear;
    if (name == "cosine")
        return ScheduleKind::Cosine;
    throw OptionError("schedule.kind", printable(name) + " is no schedule",
                      "choose constant, linear or cosine");
}

double rateShare(const Schedule &schedule, int64_t step)
{
    if (step < schedule.warmupSteps)
        return static_cast<double>(step) / static_cast<double>(schedule.warmupSteps);
    if (schedule.kind == ScheduleKind::Constant)
        return 1;
    const auto decaySteps =
        static_cast<double>(std::max<int64_t>(1, schedule.totalSteps - schedule.warmupSteps));
    const double progress = static_cast<double>(step - schedule.warmupSteps) / decaySteps;
    const double reached = schedule.afterEnd == AfterEnd::Stay ? std::min(1.0, progress) : progress;
    const double remaining = schedule.kind == ScheduleKind::Linear
                                 ? std::max(0.0, 1 - reached)
                                 : 0.5 * (1 + std::cos(std::numbers::pi * reached));
    return schedule.finalShare + (1 - schedule.finalShare) * remaining;
}

} // namespace helicase
