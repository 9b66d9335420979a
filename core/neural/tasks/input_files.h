// What a run read, for run.json.
#pragma once

#include "core/run/option_values.h"

#include <nlohmann/json_fwd.hpp>

namespace helicase {

// [{"path", "size", "sha256"}] of the files that the path options name; of a folder, the files
// directly in it. Throws InputError when one does not exist.
nlohmann::json describeInputs(const OptionValues &options);

} // namespace helicase
