// The options of `embed`: one table drives the command line, recipes and forms. Built once; may be
// read from any thread.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &embeddingOptions();

// The files of baselines that need a table of their own: kernel and word-vectors.
Option baselineKernelOption(std::string_view section);
Option wordVectorsOption(std::string_view section);

Option contrastiveHeadOption(std::string_view section);

} // namespace helicase
