#include "core/neural/train/composer_schedule.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <array>
#include <cmath>

namespace helicase {

namespace {

struct UnitName {
    std::string_view name;
    TimeUnit unit;
};

constexpr std::array unitNames{
    UnitName{"ba", TimeUnit::Batches},     UnitName{"sp", TimeUnit::Samples},
    UnitName{"tok", TimeUnit::Tokens},     UnitName{"ep", TimeUnit::Epochs},
    UnitName{"dur", TimeUnit::ShareOfRun},
};

constexpr double longestDuration = 1e15; // exact in a double, with room for products

int64_t requireKnown(int64_t measure, const char *what)
{
    if (measure > 0)
        return measure;
    throw OptionError("max_duration", std::string(what) + " is not known here",
                      "give the lengths in batches (ba)");
}

// Epochs as batches; other units as they are.
Duration inCountedUnit(const Duration &duration, const BatchMeasure &batch)
{
    if (duration.unit != TimeUnit::Epochs)
        return duration;
    const int64_t batches = requireKnown(batch.batchesPerEpoch, "the number of batches per epoch");
    return {duration.count * static_cast<double>(batches), TimeUnit::Batches};
}

// A length in the unit of the run; a share of the run is cut to a whole number.
int64_t unitsOf(const char *option, const Duration &duration, const Duration &run,
                const BatchMeasure &batch)
{
    if (duration.unit == TimeUnit::ShareOfRun)
        return static_cast<int64_t>(duration.count * run.count);
    const Duration counted = inCountedUnit(duration, batch);
    if (counted.unit != run.unit)
        throw OptionError(option, "is not in the unit of max_duration",
                          "write it as a share of the run, say 0.06dur");
    return static_cast<int64_t>(counted.count);
}

int64_t unitsPerBatch(TimeUnit unit, const BatchMeasure &batch)
{
    switch (unit) {
    case TimeUnit::Samples:
        return requireKnown(batch.samples, "the number of samples per batch");
    case TimeUnit::Tokens:
        return requireKnown(batch.tokens, "the number of tokens per batch");
    default:
        return 1;
    }
}

} // namespace

Duration parseDuration(std::string_view option, std::string_view text)
{
    for (const UnitName &entry : unitNames) {
        if (!text.ends_with(entry.name))
            continue;
        const auto count = parseReal(text.substr(0, text.size() - entry.name.size()));
        if (!count || !(*count >= 0) || *count > longestDuration)
            break;
        if (entry.unit != TimeUnit::ShareOfRun && *count != std::floor(*count))
            break;
        return {*count, entry.unit};
    }
    throw OptionError(std::string(option), printable(text) + " is no length of training",
                      "write 250ba, 1003sp, 3ep, 1000000tok or 0.06dur");
}

ComposerSchedule::ComposerSchedule(ScheduleKind kind, const ComposerLengths &lengths,
                                   double finalShare, const BatchMeasure &batch)
{
    if (lengths.run.unit == TimeUnit::ShareOfRun)
        throw OptionError("max_duration", "the length of a run cannot be a share of itself",
                          "give it in batches (ba), samples (sp), tokens (tok) or epochs (ep)");
    const Duration run = inCountedUnit(lengths.run, batch);
    schedule_.kind = kind;
    schedule_.finalShare = finalShare;
    schedule_.warmupSteps = unitsOf("t_warmup", lengths.warmup, run, batch);
    schedule_.totalSteps = unitsOf("t_max", lengths.end, run, batch);
    unitsPerBatch_ = unitsPerBatch(run.unit, batch);
}

} // namespace helicase
