#include "core/run/training_options.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/run/trainer_options.h"

#include <algorithm>
#include <array>

namespace helicase {

const std::vector<std::string> &trainingTasks()
{
    static const std::vector<std::string> tasks{"contrastive", "binding", "classify", "gpt"};
    return tasks;
}

const OptionTable &trainingOptions(std::string_view task)
{
    static const OptionTable contrastive = contrastiveTrainingOptions();
    static const OptionTable binding = bindingTrainingOptions();
    static const OptionTable classification = classificationTrainingOptions();
    static const OptionTable gpt = gptTrainingOptions();
    if (task == "contrastive")
        return contrastive;
    if (task == "binding")
        return binding;
    if (task == "classify")
        return classification;
    if (task == "gpt")
        return gpt;
    throw OptionError("task", printable(task) + " is no training task",
                      "the tasks are " + join(trainingTasks(), ", "));
}

bool mayChangeOnResume(std::string_view option)
{
    // The last ones are common options that steer how a run is carried out, not what it computes.
    constexpr std::array<std::string_view, 24> free{"length.steps",
                                                    "length.epochs",
                                                    "evaluation.every",
                                                    "evaluation.patience",
                                                    "evaluation.sequences",
                                                    "lora.merge",
                                                    "checkpoint.every",
                                                    "checkpoint.keep",
                                                    "checkpoint.keep_best",
                                                    "batch.prefetch",
                                                    "batch.pairs_at_once",
                                                    "health.nonfinite",
                                                    "health.spike",
                                                    "health.stall",
                                                    "metrics.every",
                                                    "metrics.tensorboard",
                                                    "run",
                                                    "resume",
                                                    "rewind",
                                                    "skip",
                                                    "quiet",
                                                    "log-level",
                                                    "events",
                                                    "config"};
    return std::ranges::find(free, option) != free.end();
}

} // namespace helicase
