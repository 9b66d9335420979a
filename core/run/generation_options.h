// The options of `generate` and `likelihood`, which use a character GPT.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &generationOptions();
const OptionTable &likelihoodOptions();

} // namespace helicase
