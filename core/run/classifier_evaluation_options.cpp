#include "core/run/evaluation_options.h"
#include "core/run/evaluation_sections.h"

namespace helicase {

namespace sections = evaluation_sections;

namespace {

Option required(Option option)
{
    option.required = true;
    return option;
}

} // namespace

OptionTable classificationEvaluationOptions()
{
    return OptionTable({
        requiredPath("data", "Labelled sequences", sections::data,
                     "CSV or TSV with a header: sequence,label or sequence,sequence,label; none of "
                     "it was trained on"),
        pathOption("train", "Training split", sections::data,
                   "What baselines learn from, in the same layout; empty: that of the first run"),
        required(textOption("model", "", "Models", sections::candidates,
                            "Run, model or adapter folders of train classify, all classifiers or "
                            "all regressions; of a run the best checkpoint is taken")),
        textOption("baseline", "majority,4-mer-regression", "Baselines", sections::candidates,
                   "Baselines to show beside the models: majority (of values: their mean), "
                   "4-mer-regression (logistic; of values: ridge)"),
        sections::resultFolder(),
    });
}

OptionTable gueEvaluationOptions()
{
    return OptionTable({
        requiredPath("data", "GUE folder", sections::data,
                     "Folder with the tasks as published: EMP/H3, prom/prom_core_all, tf/0, ..."),
        textOption("tasks", "", "Tasks", sections::data,
                   "Only these tasks, as folders like tf/0; empty: every one that is there"),
        textOption("model", "", "Models", sections::candidates,
                   "Checkpoints to fine-tune on every task; empty: what the recipes begin with"),
        textOption("published", "dnabert-2,dnabert-2-further,nt-2500m-multi", "Published scores",
                   sections::candidates,
                   "Published models to show beside: dnabert-2, dnabert-3mer, "
                   "nt-2500m-multi, ..."),
        pathOption("recipes", "Recipes", sections::method,
                   "Folder with a recipe per group of tasks (tf.yaml, mouse.yaml, ...); empty: "
                   "configs/gue, the published settings"),
        textOption("with", "", "Changed options", sections::method,
                   "Options of train classify that replace the recipes', like "
                   "length.epochs=1,lora.enabled=true"),
        required(pathOption("output", "Result folder", sections::output,
                            "Folder for runs, metrics.json, tables and report.html; finished tasks "
                            "in it are kept, interrupted ones go on")),
    });
}

} // namespace helicase
