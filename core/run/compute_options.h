// How a command computes, whatever it computes: threads, device, precision, seed. Every command has
// these options, and the forms of runs show them. Built once; any thread.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &computeOptions();

} // namespace helicase
