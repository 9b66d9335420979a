// The report of one evaluation folder (metrics.json and the tables beside it).
#pragma once

#include <cstdint>
#include <filesystem>

namespace helicase {

class ReportPage;

// Adds tables, then figures, then definitions and provenance of an evaluation to a page. Figures are also
// written as figures/*.svg in the folder. Throws InputError when metrics.json is missing or malformed.
void addEvaluation(ReportPage &page, const std::filesystem::path &evaluationFolder);

// Seconds since 1970 at which the evaluation ended; 0 where metrics.json does not say or is not there.
int64_t finishedAt(const std::filesystem::path &evaluationFolder);

// Writes figures/*.svg and report.html into the folder.
void writeEvaluationReport(const std::filesystem::path &evaluationFolder);

} // namespace helicase
