// What every evaluation ends with: figures and report.html in the result's folder, the table on
// standard output, the notes on standard error.
#pragma once

#include "app/helicase/command.h"
#include "core/neural/evaluate/evaluation_result.h"

namespace helicase {

void finishEvaluation(const CommandLine &line, const EvaluationResult &result,
                      const std::filesystem::path &folder);
// With another table than the summary.
void finishEvaluation(const CommandLine &line, const EvaluationResult &result,
                      const std::filesystem::path &folder, const std::string &table);

} // namespace helicase
