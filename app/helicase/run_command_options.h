// The options of the commands about runs: what training shares, launch, runs. Each table is built
// once.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &runOptions();
const OptionTable &launchOptions();
const OptionTable &runsJsonOptions();
const OptionTable &runsCompareOptions();
const OptionTable &runsExportOptions();

} // namespace helicase
