// The course of the learning rate: a linear warm-up from 0, then constant, linear or cosine decay.
// Pure functions. The curves equal those of Hugging Face (get_linear_schedule_with_warmup,
// get_cosine_schedule_with_warmup) and of Composer (LinearWithWarmup, CosineAnnealingWithWarmup;
// with its units of time in composer_schedule.h).
#pragma once

#include <cstdint>
#include <string_view>

namespace helicase {

enum class ScheduleKind { Constant, Linear, Cosine };

// "constant", "linear", "cosine". Throws OptionError for another word.
ScheduleKind scheduleKind(std::string_view name);

// What a decay does at steps beyond totalSteps. It differs for a cosine only: Composer's stays, the
// one of Hugging Face rises again.
enum class AfterEnd { Stay, GoOn };

struct Schedule {
    ScheduleKind kind = ScheduleKind::Linear;
    int64_t warmupSteps = 0;
    int64_t totalSteps = 1; // at least 1
    double finalShare = 0;  // of the highest rate, left at the last step
    AfterEnd afterEnd = AfterEnd::Stay;
};

// The share of the highest rate for the step with this 0-based number.
double rateShare(const Schedule &schedule, int64_t step);

} // namespace helicase
