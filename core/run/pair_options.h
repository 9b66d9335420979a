// The options of `data pairs`, which cuts training pairs out of genomes or an assembly.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &pairOptions();

} // namespace helicase
