// An evaluation as it lies in its folder: metrics.json and the tables beside it. Reading it blocks
// and is meant for a worker thread; the result is immutable.
#pragma once

#include "core/base/tsv.h"
#include "widgets/evaluate/prediction_source.h"

#include <QString>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace helicase {

enum class MetricKind { Plain, Share, Count }; // a share, 0 to 1, is shown in percent

struct ShownMetric {
    std::string key;
    QString label; // with its unit: "Purity (%)"
    QString formula;
    MetricKind kind = MetricKind::Plain;
    bool higherIsBetter = true;

    int decimals() const;
    double shown(double value) const { return kind == MetricKind::Share ? value * 100 : value; }
};

struct MetricValue {
    double mean = 0;
    double deviation = 0; // over seeds, 0 when there is one
    std::optional<std::pair<double, double>> interval = std::nullopt; // 95 %
};

struct ShownCandidate {
    std::string name;
    QString label;
    bool isBaseline = false;
    std::map<std::string, MetricValue> metrics; // undefined ones are absent
};

// The best model minus the best baseline.
struct BaselineDifference {
    std::map<std::string, double> metrics;
    QString sentence; // "The model is 0.031 ARI below the best baseline (TNF, strands merged)."
};

struct StoredEvaluation {
    std::filesystem::path folder;
    std::string task;    // "binning", "bins", "clustering", "few-shot", "binding", "classify"
    double finished = 0; // seconds since the epoch
    std::vector<ShownMetric> metrics;
    std::vector<ShownCandidate> candidates;
    std::optional<BaselineDifference> difference;
    std::vector<QString> notes;
    std::vector<std::pair<QString, QString>> data;       // what was measured on
    std::filesystem::path dataFile;                      // of classification
    std::filesystem::path sequences;                     // of binning: that were evaluated
    bool isRegression = false;                           // a classification whose labels are values
    std::vector<std::pair<QString, QString>> provenance; // threshold, seeds, version, ...
    QString command;
    size_t seedCount = 0;
    // Tables that the task has; empty otherwise.
    TsvTable bins;        // candidate bin species contigs bases completeness contamination [level]
    TsvTable assignments; // id species length, then one column per candidate
    TsvTable recovered;   // completeness, then one column per candidate
    TsvTable learningCurve; // of few-shot: candidate shots macro_f1 low high
    TsvTable predictions;   // of binding: window position measured, then one column per candidate

    QString name() const { return QString::fromStdString(folder.filename().string()); }
    QString title() const;
    const ShownCandidate *candidate(const std::string &candidateName) const;
    // Bins that were made of sequences, so that they can be written as FASTA files.
    bool hasSavableBins() const;
    // What a candidate of a classification predicted; nothing for other tasks.
    std::optional<PredictionSource> predictionsOf(const std::string &candidateName) const;
};

// What the list of results needs of one.
struct EvaluationEntry {
    std::filesystem::path folder;
    std::string task;
    double finished = 0;
};

QString titleOfTask(const std::string &task);

// Throws InputError when metrics.json or a table is malformed.
std::shared_ptr<const StoredEvaluation> loadEvaluation(const std::filesystem::path &folder);

// The evaluations below PROJECT/evaluations, the newest first; folders without a readable
// metrics.json are left out.
std::vector<EvaluationEntry> findEvaluations(const std::filesystem::path &projectFolder);

} // namespace helicase
