// Predictions of a classifier on twelve sequences of three classes, for tests of what shows them.
#pragma once

#include "core/base/atomic_file.h"

#include <array>
#include <filesystem>
#include <string>

namespace helicase::test {

struct SmallExample {
    const char *sequence;
    const char *label;
    const char *predicted;
    const char *probabilities;
};

inline constexpr std::array<SmallExample, 12> smallExamples{
    {{"AAAACC", "a", "a", "0.7\t0.2\t0.1"},
     {"AAAACG", "a", "a", "0.5\t0.3\t0.2"},
     {"AAAACT", "a", "b", "0.4\t0.5\t0.1"},
     {"AAAAGG", "a", "a", "0.7\t0.1\t0.2"},
     {"CCCCA", "b", "b", "0.1\t0.8\t0.1"},
     {"CCCCG", "b", "b", "0.2\t0.5\t0.3"},
     {"CCCCT", "b", "c", "0.1\t0.3\t0.6"},
     {"CCCCAA", "b", "a", "0.5\t0.4\t0.1"},
     {"GGGGA", "c", "c", "0.1\t0.1\t0.8"},
     {"GGGGC", "c", "c", "0.2\t0.2\t0.6"},
     {"GGGGTTTT", "c", "b", "0.1\t0.7\t0.2"},
     {"GGGGAC", "c", "c", "0.3\t0.3\t0.4"}}};

inline void writeSmallDataFile(const std::filesystem::path &file)
{
    std::string text = "sequence,label\n";
    for (const SmallExample &one : smallExamples)
        text += std::string(one.sequence) + "," + one.label + "\n";
    writeFileAtomically(file, text);
}

inline void writeSmallPredictions(const std::filesystem::path &file)
{
    std::string text = "line\tlabel\tpredicted\tprobability.a\tprobability.b\tprobability.c\n";
    for (size_t i = 0; i < smallExamples.size(); ++i)
        text += std::to_string(i + 2) + "\t" + smallExamples[i].label + "\t" +
                smallExamples[i].predicted + "\t" + smallExamples[i].probabilities + "\n";
    writeFileAtomically(file, text);
}

// The results that a finished run of classification leaves in its folder.
inline void writeSmallClassification(const std::filesystem::path &run,
                                     const std::filesystem::path &dataFile)
{
    writeSmallDataFile(dataFile);
    writeSmallPredictions(run / "results" / "predictions.tsv");
    writeFileAtomically(
        run / "results" / "metrics.json",
        R"({"step": 40, "classification": {"split": "test", "loss": 0.75, "file": ")" +
            dataFile.string() + "\"}}");
}

// The result of an evaluation of one model beside one baseline, which makes the same mistakes.
inline void writeSmallClassificationResult(const std::filesystem::path &folder,
                                           const std::filesystem::path &dataFile)
{
    writeSmallDataFile(dataFile);
    for (const char *candidate : {"predictions_classify-01.tsv", "predictions_majority.tsv"})
        writeSmallPredictions(folder / candidate);
    writeFileAtomically(folder / "metrics.json", R"json({
  "task": "classify", "finished": 1700000000,
  "data": {"data": ")json" + dataFile.string() + R"json(", "examples": 12, "paired": false},
  "metric_order": ["matthews_correlation", "accuracy"],
  "definitions": {
    "matthews_correlation": {"label": "MCC", "formula": "Matthews correlation", "better": "higher", "scale": "plain"},
    "accuracy": {"label": "Accuracy (%)", "formula": "right / all", "better": "higher", "scale": "share"}},
  "candidates": [
    {"name": "classify-01", "label": "classify-01", "kind": "model",
     "metrics": {"matthews_correlation": {"mean": 0.5, "sd": 0}, "accuracy": {"mean": 0.6667, "sd": 0}}},
    {"name": "majority", "label": "Majority class", "kind": "baseline",
     "metrics": {"matthews_correlation": {"mean": 0.5, "sd": 0}, "accuracy": {"mean": 0.6667, "sd": 0}}}],
  "notes": [], "provenance": {"command": "helicase evaluate classify"}
})json");
}

} // namespace helicase::test
