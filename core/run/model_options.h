// What a recipe for a model with fresh weights may say (helicase model init), and the options of
// the other commands that act on models. Thread-safe.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &modelRecipeOptions();
const OptionTable &modelForwardOptions();
const OptionTable &modelMergeOptions();

} // namespace helicase
