// The diverging map around 0: blue below, orange above. Pure; any thread.
#pragma once

#include <QColor>

namespace helicase {

// value in units of the largest one, -1 to 1; beyond is cut.
QColor divergingColour(double value, bool dark);

} // namespace helicase
