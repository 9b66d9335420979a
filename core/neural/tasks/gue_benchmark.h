// The benchmark GUE: a checkpoint is fine-tuned on every task that is found in a folder, by the
// recipe of the task's group, and its test scores stand beside the published ones. No LibTorch
// type; one benchmark per process at a time, as runTraining says.
#pragma once

#include "core/evaluate/gue_table.h"
#include "core/neural/evaluate/evaluation_result.h"
#include "core/run/event.h"
#include "core/run/option_values.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace helicase {

struct GueBenchmark {
    std::filesystem::path data;                // below it the folders of GueTask
    std::vector<std::string> tasks;            // folders; empty: all that are there
    std::vector<std::filesystem::path> models; // empty: what the recipes begin with
    std::vector<std::string> published;        // names of publishedGueModels()
    std::filesystem::path recipes;             // NAME.yaml for each GueTask::recipe
    OptionValues base;                // trainingOptions("classify") with the common options
    std::vector<std::string> changes; // "name=value", over the recipes
    std::string commandLine;
    std::string version;
    // Before each run with its folder; then every event of it. May be empty.
    std::function<void(const std::filesystem::path &)> started = {};
    std::function<void(const Event &)> observer = {};
};

// Runs are kept in the folder's runs/MODEL/GROUP_TASK: finished ones are not repeated, interrupted
// ones go on. Writes gue.tsv, summary.tsv and metrics.json. Throws InputError when there is no task
// and when a finished run had other options, OptionError for unknown names, Stopped, and what
// runTraining throws.
EvaluationResult evaluateGue(const GueBenchmark &benchmark, const std::filesystem::path &folder,
                             std::stop_token stop = {});

// The table of gue.tsv: a row per task and the mean, a column per candidate; scores times 100.
std::string gueText(const EvaluationResult &result);

} // namespace helicase
