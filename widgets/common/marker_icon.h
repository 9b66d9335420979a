// A category's marker as an icon for lists, legends and tables. GUI thread.
#pragma once

#include "widgets/common/categories.h"

#include <QIcon>

namespace helicase {

// Views that show it set their icon size to this.
constexpr int markerIconSide = 12;

QIcon markerIcon(const CategoryStyle &style);

} // namespace helicase
