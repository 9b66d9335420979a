// A class's marker as an icon for lists and tables. GUI thread.
#pragma once

#include "widgets/common/categories.h"

#include <QIcon>

namespace helicase {

QIcon markerIcon(const CategoryStyle &style);

} // namespace helicase
