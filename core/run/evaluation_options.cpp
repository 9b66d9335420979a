#include "core/run/evaluation_options.h"

#include "core/base/error.h"
#include "core/base/text.h"

namespace helicase {

const std::vector<std::string> &evaluationTasks()
{
    static const std::vector<std::string> tasks{"binning",  "bins",    "clustering",
                                                "few-shot", "binding", "classify"};
    return tasks;
}

const OptionTable &evaluationOptions(std::string_view task)
{
    static const OptionTable binning = binningEvaluationOptions();
    static const OptionTable givenBins = givenBinsEvaluationOptions();
    static const OptionTable clustering = clusteringEvaluationOptions();
    static const OptionTable fewShot = fewShotEvaluationOptions();
    static const OptionTable binding = bindingEvaluationOptions();
    static const OptionTable classification = classificationEvaluationOptions();
    static const OptionTable gue = gueEvaluationOptions();
    if (task == "binning")
        return binning;
    if (task == "bins")
        return givenBins;
    if (task == "clustering")
        return clustering;
    if (task == "few-shot")
        return fewShot;
    if (task == "binding")
        return binding;
    if (task == "classify")
        return classification;
    if (task == "gue")
        return gue;
    throw OptionError("task", printable(task) + " is no evaluation",
                      "the evaluations are " + join(evaluationTasks(), ", "));
}

} // namespace helicase
