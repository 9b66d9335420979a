// The options of a run's form, and the recipes that come with Helicase for it: those below configs/
// whose every value these options take. Any thread.
#pragma once

#include "core/run/option_table.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// What the form of a run offers, and recipes may set: the task's own options, then how to compute.
OptionTable runFormOptions(std::string_view task);

struct OfferedRecipe {
    std::string name; // "demo/classify", "gue/prom_core_tata"
    std::filesystem::path file;
};

// The demo's first, the others by name; empty where this build has no configs.
std::vector<OfferedRecipe> recipesFor(std::string_view task);

} // namespace helicase
