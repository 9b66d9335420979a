// What the commands on runs have in common: which runs are meant, and how their figures are
// written.
#pragma once

#include "core/run/metric_summary.h"
#include "core/run/run_folder.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace helicase {

// Runs stay; of other folders the runs in them and in their folder "runs" are taken. Each run once.
std::vector<std::filesystem::path> runsIn(const std::vector<std::string> &folders);
// The same, for commands that need a run: throws Error when nothing was named, InputError for a
// folder without any.
std::vector<std::filesystem::path> requiredRuns(const std::vector<std::string> &folders,
                                                const std::string &command);

// "2026-11-21 10:23:00", local time; "" for 0.
std::string momentText(double seconds);
// Now, since the epoch.
double nowSeconds();
// Six digits: "0.0123457", "NaN".
std::string figureText(double value);
std::string figureText(const std::optional<double> &value);

// {"step", "value"}; null for none.
nlohmann::json toJson(const std::optional<StepValue> &point);
nlohmann::json toJson(const RunSummary &run);

} // namespace helicase
