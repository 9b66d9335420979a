// What the demo says at its end.
#pragma once

#include "app/helicase/demo/demo_layout.h"

#include <string>

namespace helicase {

// The table for the terminal: model beside baselines for binning and binding, the fall of the validation
// loss, the place of the report. Throws InputError when a result is missing.
std::string demoSummary(const DemoLayout &layout);

} // namespace helicase
