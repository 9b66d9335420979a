// What a report says of a training run.
#pragma once

#include <filesystem>

namespace helicase {

class ReportPage;

// State, key figures and the curves of a run folder. Throws InputError when it is none.
void addRun(ReportPage &page, const std::filesystem::path &runFolder);

} // namespace helicase
