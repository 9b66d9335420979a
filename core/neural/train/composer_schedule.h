// Schedules that count as Composer does: lengths in batches, samples, tokens, epochs or as a share
// of the run, the rate after each batch by what has been seen so far. Pure functions. Source:
// mosaicml/composer, composer/optim/scheduler.py.
#pragma once

#include "core/neural/train/schedule.h"

namespace helicase {

enum class TimeUnit { Batches, Samples, Tokens, Epochs, ShareOfRun };

struct Duration {
    double count = 0;
    TimeUnit unit = TimeUnit::Batches;
};

// "250ba", "1003sp", "286720000tok", "3ep", "0.06dur". Throws OptionError, under the name of the
// option that holds the text, for anything else, fractions of whole things and negative lengths.
Duration parseDuration(std::string_view option, std::string_view text);

// What a batch counts for; 0: not known, which is fine where no length is counted in it.
struct BatchMeasure {
    int64_t samples = 0;
    int64_t tokens = 0;
    int64_t batchesPerEpoch = 0;
};

struct ComposerLengths {
    Duration run;                                           // max_duration
    Duration warmup;                                        // t_warmup
    Duration end{.count = 1, .unit = TimeUnit::ShareOfRun}; // t_max: where the decay ends
};

class ComposerSchedule {
public:
    // finalShare: alpha_f. Throws OptionError when the lengths are not in one unit (epochs become
    // batches, shares take the unit of the run) or need a measure that is not known.
    ComposerSchedule(ScheduleKind kind, const ComposerLengths &lengths, double finalShare,
                     const BatchMeasure &batch);

    // The share of the highest rate for the batch with this 0-based number.
    double share(int64_t batch) const { return rateShare(schedule_, batch * unitsPerBatch_); }

private:
    Schedule schedule_; // its lengths are in the unit of the run
    int64_t unitsPerBatch_ = 1;
};

} // namespace helicase
