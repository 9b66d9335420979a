// The predictions of one classifier on one data file, with all that the window shows of them.
// Reading blocks and is meant for a worker thread; the result is immutable.
#pragma once

#include "core/evaluate/classification_metrics.h"
#include "core/evaluate/prediction_table.h"
#include "widgets/evaluate/prediction_source.h"

#include <map>
#include <memory>
#include <vector>

namespace helicase {

struct ClassifiedExample {
    int64_t row = 0;      // in the table of predictions
    std::string sequence; // empty where the data file could not be read
    std::string pair;     // the second sequence; empty unless the data is paired
};

struct ClassificationRecord {
    QString name;                   // of the run or candidate
    std::filesystem::path dataFile; // that was predicted; empty: unknown
    QString split;                  // "test", "dev"; empty: unknown
    std::optional<double> loss;
    PredictionTable table;
    ClassificationScores scores;
    std::vector<ClassRanking> rankings; // one per class
    std::optional<double> meanAreaUnderRoc;
    // The most confident mistakes, at most as many as are read.
    std::vector<ClassifiedExample> mistakes;
    int64_t mistakeCount = 0;
    QString note; // why sequences are missing; empty: none is

    // Of the class with this number; 0 when none is of it or predicted as it.
    const ClassScores *scoresOf(int64_t classNumber) const;
    int64_t rightCount() const { return table.size() - mistakeCount; }
};

// Throws InputError for malformed predictions. A data file that cannot be read is told in the note.
std::shared_ptr<const ClassificationRecord> readClassification(const PredictionSource &source);

} // namespace helicase
