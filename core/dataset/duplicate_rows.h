// Rows of a data set that a remedy leaves out, each list in the order of the rows. Thread-safe.
#pragma once

#include "core/dataset/data_survey.h"

namespace helicase {

// Rows of train that also occur in dev or test.
std::vector<uint32_t> trainRowsInOtherSplits(const DataSurvey &survey);
// Rows of any split that also occur in an earlier one.
std::vector<uint32_t> rowsInEarlierSplits(const DataSurvey &survey);
// Rows that repeat an earlier one of their split, whatever their label.
std::vector<uint32_t> repeatsOfEarlierRows(const DataSurvey &survey);
// Rows whose sequence occurs with another label, too.
std::vector<uint32_t> contradictoryRows(const DataSurvey &survey);
// Rows with an empty sequence or, where there should be one, without a label.
std::vector<uint32_t> rowsWithEmptyFields(const DataSurvey &survey);

} // namespace helicase
