// The options of `project`: one table drives the command line, the window's form and the reference.
// The seed of UMAP and t-SNE is the --seed that all commands share (compute_options.h).
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &projectionOptions();

} // namespace helicase
