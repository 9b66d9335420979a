#include "core/run/evaluation_options.h"
#include "core/run/evaluation_sections.h"

namespace helicase {

namespace sections = evaluation_sections;

OptionTable bindingEvaluationOptions()
{
    Option runs =
        textOption("model", "", "Binding runs", sections::candidates,
                   "Run folders of the task binding, or DNA-LLM's cnn_baseline_model.pt; a one-hot "
                   "model counts as a baseline");
    runs.required = true;
    return OptionTable({
        requiredPath("data", "Windows", sections::data,
                     "TSV (.gz accepted) with the columns sequence and window_name"),
        requiredPath("scores", "Scores", sections::data,
                     "TSV (.gz accepted) with one column of scores per window"),
        choice("windows", "held-out", "Which windows", sections::data,
               "Windows to score: those that no run was trained on, or every one",
               {"held-out", "all"}),
        choice("letters", "refuse", "Other letters", sections::data,
               "Letters of windows that are no nucleotide codes: an error, or mapped to N and "
               "counted",
               {"refuse", "map"}),
        runs,
        textOption("baseline", "mean", "Baselines", sections::candidates,
                   "Baselines to show beside the runs: mean (the mean score everywhere)"),
        wholeNumber("shown", "6", "Windows to draw", sections::method,
                    "Windows whose predictions are written to predictions.tsv", 0, 1e9, "windows"),
        sections::resultFolder(),
    });
}

} // namespace helicase
