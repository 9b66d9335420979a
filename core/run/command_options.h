// The option tables of the commands that the window offers as forms too.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &modelConvertOptions();
const OptionTable &predictOptions();

} // namespace helicase
