// The options of `data genome`, which makes token ids out of a genome.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &genomeOptions();

} // namespace helicase
