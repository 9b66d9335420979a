// The options of `embed`: one table drives the command line, recipes and forms. Built once; may be
// read from any thread.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &embeddingOptions();

} // namespace helicase
