// Recipes: option values in YAML. Nested maps and dotted names mean the same ("optimizer: {lr: 1e-3}",
// "optimizer.lr: 1e-3"). Paths in a recipe are relative to the recipe's folder.
#pragma once

#include "core/run/option_values.h"

namespace helicase {

// Sets the recipe's values. Throws InputError with the line for malformed YAML, an unknown key or a
// value out of range. Files above 1 MB, aliases and nesting deeper than 16 levels are refused.
void applyRecipe(const std::filesystem::path &file, OptionValues &values);

// Every option with its value, defaults included, grouped by the dotted names.
std::string toYaml(const OptionValues &values);

} // namespace helicase
