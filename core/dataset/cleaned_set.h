// Writes a labelled data set again without some of its rows, into a new folder; the original stays
// as it is. Lines that are kept are copied letter by letter.
#pragma once

#include "core/dataset/data_survey.h"

namespace helicase {

struct CleanedSplit {
    std::filesystem::path file; // written; plain, whatever the original is
    int64_t kept = 0;
    int64_t removed = 0;
};

// rows: sorted, of the survey. The files appear when all of them are complete. Throws InputError
// when a file cannot be read again or no row of a split would be left, DiskError, Stopped, and
// Error when the folder holds such a file already or the set has no labels.
std::vector<CleanedSplit> writeWithoutRows(const DataSurvey &survey, std::span<const uint32_t> rows,
                                           const std::filesystem::path &folder, Progress &progress,
                                           const std::stop_token &stop);

} // namespace helicase
