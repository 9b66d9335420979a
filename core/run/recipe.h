// Recipes: option values in YAML. Nested maps and dotted names mean the same ("optimizer: {lr: 1e-3}",
// "optimizer.lr: 1e-3"). Paths in a recipe are relative to the recipe's folder.
#pragma once

#include "core/run/option_values.h"

#include <vector>

namespace helicase {

// One option as a recipe gives it.
struct RecipeEntry {
    std::string name;
    std::string text; // of a list its items, separated by commas
    int64_t line = 0;
};

// In the order of the file, whatever the names. Throws InputError with the line for malformed YAML.
// Files above 1 MB, aliases and nesting deeper than 16 levels are refused.
std::vector<RecipeEntry> readRecipe(const std::filesystem::path &file);

// Sets the recipe's values. Throws InputError as readRecipe() does, and with the line of an unknown
// key or of a value out of range.
void applyRecipe(const std::filesystem::path &file, OptionValues &values);

// Every option with its value, defaults included, grouped by the dotted names.
std::string toYaml(const OptionValues &values);

} // namespace helicase
