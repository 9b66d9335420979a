// Labels of a data set that look like slips of the pen. Thread-safe.
#pragma once

#include "core/dataset/data_survey.h"

namespace helicase {

// A label that is rare and nearly the same as a frequent one ("promotor", "promoter").
struct LabelSlip {
    int32_t label = 0;
    int32_t likely = 0; // the one that was probably meant
};

// Numbers, and names that differ in their digits only, are never slips.
std::vector<LabelSlip> labelSlips(const DataSurvey &survey);

// Rows with this label, in all splits.
int64_t rowsWithLabel(const DataSurvey &survey, size_t label);

// All labels are numbers and not all of them whole: values to predict, no classes.
bool hasRealLabels(const DataSurvey &survey);

} // namespace helicase
