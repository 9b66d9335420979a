// The options of `evaluate TASK`: one table each drives the command line, recipes, the window's
// forms and the reference. Tables are built once and may be read from any thread.
//
//   binning, clustering, few-shot
//               data, labels, model, baseline, embeddings, shortest, fewest, seeds, output
//   bins        gold, bins, data, shortest, output
//   binding     data, scores, model, baseline, windows, output
//   classify    data, train, model, baseline, output
//   gue         data, tasks, model, published, recipes, with, output
//
// model, baseline, embeddings and seeds are comma-separated lists.
#pragma once

#include "core/run/option_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// "binning", "bins", "clustering", "few-shot", "binding", "classify": the evaluations that the
// window offers as forms.
const std::vector<std::string> &evaluationTasks();

// Of these, and of "gue". Throws OptionError for a task that does not exist.
const OptionTable &evaluationOptions(std::string_view task);

// What the evaluations of labelled contigs share, without the result folder. The defaults of the
// shortest contig (bases) and of the fewest contigs of a species differ.
OptionTable labelledSequenceOptions(const std::string &shortest, const std::string &fewest);

OptionTable clusteringEvaluationOptions();
OptionTable fewShotEvaluationOptions();
OptionTable binningEvaluationOptions();
OptionTable givenBinsEvaluationOptions();
OptionTable savedBinsOptions(); // of "data bins", which writes the bins of a result
OptionTable bindingEvaluationOptions();
OptionTable classificationEvaluationOptions();
OptionTable gueEvaluationOptions();

} // namespace helicase
