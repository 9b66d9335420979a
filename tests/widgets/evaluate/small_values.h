// Predicted values of six sequences, for tests of what shows a regression.
#pragma once

#include "core/base/atomic_file.h"

#include <filesystem>
#include <string>

namespace helicase::test {

// Pearson r 0.981, Spearman rho 0.943, mean squared error 0.65 / 6; the largest error is in
// line 5.
inline constexpr const char *smallValues = "line\tlabel\tpredicted\n"
                                           "2\t0\t0.1\n"
                                           "3\t1\t0.8\n"
                                           "4\t2\t2.2\n"
                                           "5\t3\t2.4\n"
                                           "6\t4\t4.2\n"
                                           "7\t4.5\t4.1\n";

inline void writeMeasuredDataFile(const std::filesystem::path &file)
{
    writeFileAtomically(file, "sequence,Expression (log2)\nAAAC,0\nAAAG,1\nAACC,2\nAAGG,3\n"
                              "AGGC,4\nAGGG,4.5\n");
}

// The results that a finished run of regression leaves in its folder.
inline void writeSmallRegression(const std::filesystem::path &run,
                                 const std::filesystem::path &dataFile)
{
    writeMeasuredDataFile(dataFile);
    writeFileAtomically(run / "results" / "predictions.tsv", smallValues);
    writeFileAtomically(run / "results" / "metrics.json",
                        R"({"step": 40, "regression": {"split": "test", "loss": 0.12, "file": ")" +
                            dataFile.string() + "\"}}");
}

// The result of an evaluation of one model beside a baseline that says the same of all.
inline void writeSmallRegressionResult(const std::filesystem::path &folder,
                                       const std::filesystem::path &dataFile)
{
    writeMeasuredDataFile(dataFile);
    writeFileAtomically(folder / "predictions_values-01.tsv", smallValues);
    writeFileAtomically(folder / "predictions_majority.tsv",
                        "line\tlabel\tpredicted\n2\t0\t2\n3\t1\t2\n4\t2\t2\n");
    writeFileAtomically(folder / "metrics.json", R"json({
  "task": "classify", "finished": 1700000000, "regression": {"candidate": "values-01"},
  "data": {"data": ")json" + dataFile.string() + R"json(", "examples": 6, "paired": false},
  "metric_order": ["pearson", "mean_squared_error"],
  "definitions": {
    "pearson": {"label": "Pearson r", "formula": "cov / (sd sd)", "better": "higher", "scale": "plain"},
    "mean_squared_error": {"label": "Mean squared error", "formula": "mean of squares", "better": "lower", "scale": "plain"}},
  "candidates": [
    {"name": "values-01", "label": "values-01", "kind": "model",
     "metrics": {"pearson": {"mean": 0.981, "sd": 0}, "mean_squared_error": {"mean": 0.1083, "sd": 0}}},
    {"name": "majority", "label": "Mean of the training split", "kind": "baseline",
     "metrics": {"mean_squared_error": {"mean": 2.1, "sd": 0}}}],
  "notes": [], "provenance": {"command": "helicase evaluate classify"}
})json");
}

} // namespace helicase::test
