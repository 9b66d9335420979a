// The predicted values of one model on one data file, with all that the window shows of them.
// Reading blocks and is meant for a worker thread; the result is immutable.
#pragma once

#include "core/evaluate/value_predictions.h"
#include "widgets/evaluate/prediction_source.h"

#include <memory>
#include <vector>

namespace helicase {

struct RegressionRecord {
    PredictionSource source;
    QString quantity; // the name of the labels' column where it says what is measured; else empty
    ValuePredictions table;
    ValueScores scores;
    QString note; // why the quantity is not known; empty: the data file was read

    // Predicted minus measured.
    double errorAt(int64_t row) const
    {
        return table.predicted[static_cast<size_t>(row)] - table.measured[static_cast<size_t>(row)];
    }
};

// Throws InputError for malformed predictions. A data file that cannot be read is told in the note.
std::shared_ptr<const RegressionRecord> readRegression(const PredictionSource &source);

} // namespace helicase
