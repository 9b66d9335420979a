// What `data pairs` is asked for, from the options of core/run/pair_options.h. Thread-safe.
#pragma once

#include "core/dataset/pair_plan.h"
#include "core/run/option_values.h"

namespace helicase {

// The inputs are no options of the table.
PairRequest pairRequest(const OptionValues &options, std::vector<std::filesystem::path> inputs);

} // namespace helicase
