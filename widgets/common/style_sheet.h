// The one style sheet, generated from the theme's colours and the application's font.
#pragma once

#include <QString>

namespace helicase {

QString generatedStyleSheet(bool dark);

} // namespace helicase
