// The options of `evaluate TASK` and `project`: one table each drives the command line,
// recipes, the window's forms and the reference. Tables are built once and may be read from any
// thread.
//
//   binning, clustering   data, labels, model, baseline, embeddings, shortest, fewest, seeds,
//   output, ... binding               data, scores, model, baseline, windows, output
//   classify              data, train, model, baseline, output
//   gue                   data, tasks, model, published, recipes, with, output
//
// model, baseline, embeddings and seeds are comma-separated lists.
#pragma once

#include "core/run/option_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// "binning", "clustering", "binding", "classify": the evaluations that the window offers as forms.
const std::vector<std::string> &evaluationTasks();

// Of these, and of "gue". Throws OptionError for a task that does not exist.
const OptionTable &evaluationOptions(std::string_view task);

OptionTable classificationEvaluationOptions();
OptionTable gueEvaluationOptions();

const OptionTable &projectionOptions();

} // namespace helicase
