// The options of `explain`: one table drives the command line, recipes and forms.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &explanationOptions();

} // namespace helicase
