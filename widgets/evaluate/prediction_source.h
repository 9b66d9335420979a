// Where the predictions of one model on one data file are, as runs and evaluations leave them.
#pragma once

#include "core/run/run_folder.h"

#include <QString>

#include <filesystem>
#include <optional>

namespace helicase {

enum class PredictionKind { Classes, Values };

struct PredictionSource {
    QString name; // of the run or candidate
    std::filesystem::path predictions;
    std::filesystem::path dataFile = {}; // that was predicted; empty: unknown
    QString split = {};                  // "test", "dev"; empty: unknown
    std::optional<double> loss = std::nullopt;
    PredictionKind kind = PredictionKind::Classes;
};

// The file of predictions of a finished run of train classify; nothing for other runs. Throws
// InputError for malformed scores.
std::optional<PredictionSource> predictionsOfRun(const RunFolder &run);

// "Result on the test split"
QString titleOfSplit(const QString &split);

} // namespace helicase
