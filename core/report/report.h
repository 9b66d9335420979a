// One self-contained page for runs, evaluations and project folders.
#pragma once

#include <filesystem>
#include <span>

namespace helicase {

// Each path is a run folder, an evaluation folder, or a project folder with runs/, evaluations/ and
// projections/. Throws InputError for anything else, DiskError when writing fails.
void writeReport(std::span<const std::filesystem::path> paths, const std::filesystem::path &file);

} // namespace helicase
