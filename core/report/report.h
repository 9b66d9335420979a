// What a report says of runs, evaluations and project folders.
#pragma once

#include "core/report/report_page.h"

#include <filesystem>

namespace helicase {

// The path is a run folder, an evaluation folder, or a project folder with runs/, evaluations/ and
// projections/. Throws InputError for anything else.
void addToReport(ReportPage &page, const std::filesystem::path &path);

} // namespace helicase
