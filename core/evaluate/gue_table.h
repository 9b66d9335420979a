// The tasks of the benchmark GUE and the scores that its authors published. Source: Z. Zhou et al.,
// "DNABERT-2", ICLR 2024, table 4 (MAGICS-LAB/DNABERT_2, figures/Performance.png), and the settings
// of finetune/scripts/run_dnabert2.sh. Constant values.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace helicase {

struct PublishedModel {
    std::string_view name;  // as in the table
    std::string_view label; // for readers
};

// The columns of GueTask::published.
std::span<const PublishedModel> publishedGueModels();

struct GueTask {
    std::string_view folder; // below the GUE folder: "EMP/H3"
    std::string_view name;   // for tables: "H3"
    std::string_view recipe; // in configs/gue, without its ending: "emp"
    // Matthews correlation of every task, but F1 of the variants of the virus.
    std::string_view metric;
    std::array<double, 10> published; // metric times 100, one per model
};

// In the order of the published table.
std::span<const GueTask> gueTasks();

} // namespace helicase
