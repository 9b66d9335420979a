// The options of `project`: one table drives the command line, the window's form and the reference.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &projectionOptions();

} // namespace helicase
