// The course of the learning rate: a linear warm-up from 0, then constant, linear or cosine decay.
// Pure functions. The curves equal those of Hugging Face (get_linear_schedule_with_warmup,
// get_cosine_schedule_with_warmup) and of Composer (LinearWithWarmup, CosineAnnealingWithWarmup).
#pragma once

#include <cstdint>
#include <string_view>

namespace helicase {

enum class ScheduleKind { Constant, Linear, Cosine };

// "constant", "linear", "cosine". Throws OptionError for another word.
ScheduleKind scheduleKind(std::string_view name);

struct Schedule {
    ScheduleKind kind = ScheduleKind::Linear;
    int64_t warmupSteps = 0;
    int64_t totalSteps = 1; // at least 1
    double finalShare = 0;  // of the highest rate, left at the last step
};

// The share of the highest rate for the step with this 0-based number; from totalSteps on it stays.
double rateShare(const Schedule &schedule, int64_t step);

} // namespace helicase
