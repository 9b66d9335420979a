// What an evaluation says of its candidates, and how it is written: metrics.json for programs,
// summary.tsv for people, intervals.tsv where there are any. Means and deviations are over seeds.
// Thread-safe values; no LibTorch type.
#pragma once

#include "core/base/grouped_number.h"
#include "core/evaluate/bootstrap.h"

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace helicase {

enum class BetterWhen { Higher, Lower };
enum class MetricScale { Plain, Share, Count }; // a share, 0 to 1, is shown in percent

struct MetricDefinition {
    std::string key;
    std::string label; // with its unit: "Purity (%)"
    std::string formula;
    BetterWhen better = BetterWhen::Higher;
    MetricScale scale = MetricScale::Plain;
};

struct MeanAndDeviation {
    double mean = 0;
    double deviation = 0;                            // of the sample; 0 for a single value
    std::optional<Interval> interval = std::nullopt; // 95 %; the definition says of what
};

// Throws Error for no values.
MeanAndDeviation summarize(std::span<const double> values);

enum class CandidateKind { Model, Baseline };

struct CandidateScores {
    std::string name;  // unique, used in tables: "contrastive-01", "tnf-merged"
    std::string label; // "TNF, strands merged"
    CandidateKind kind = CandidateKind::Model;
    std::map<std::string, MeanAndDeviation> metrics;   // undefined ones are absent
    nlohmann::json details = nlohmann::json::object(); // threshold, source, ...
};

struct EvaluationResult {
    std::string task;
    std::vector<MetricDefinition> definitions; // in the order of the columns; the first one decides
    std::vector<CandidateScores> candidates;
    std::vector<std::string> notes;
    nlohmann::json data = nlohmann::json::object();
    nlohmann::json provenance = nlohmann::json::object();
    nlohmann::json more = nlohmann::json::object(); // members of metrics.json of this task alone
};

// The best model minus the best baseline, both by the first metric, over all metrics that both
// have: {model, baseline, metrics, sentence}. Null without a model or a baseline.
nlohmann::json differenceFromBaseline(const EvaluationResult &result);

// Creates the folder where needed; metrics.json is written last. Throws DiskError.
void writeResult(const std::filesystem::path &folder, const EvaluationResult &result);

// The table of summary.tsv with aligned columns, for a terminal.
std::string summaryText(const EvaluationResult &result);

} // namespace helicase
