// What a report shows of classifiers: confusion matrices and ROC curves.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace helicase {

class ReportPage;

// From the candidates' details in metrics.json and from roc.tsv of an evaluation folder; figures
// are also written as figures/*.svg. Throws InputError when a table is malformed.
void addClassification(ReportPage &page, const std::filesystem::path &evaluationFolder,
                       const nlohmann::json &metrics);

} // namespace helicase
