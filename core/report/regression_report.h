// What a report shows of models that predict a value: predicted against measured values.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace helicase {

class ReportPage;

// From the candidates in metrics.json and their predictions_NAME.tsv in an evaluation folder;
// figures are also written as figures/scatter_NAME.svg. Throws InputError when one is malformed.
void addRegression(ReportPage &page, const std::filesystem::path &evaluationFolder,
                   const nlohmann::json &metrics);

} // namespace helicase
