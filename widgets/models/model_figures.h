// The figures that tell one model from another: sizes, heads, vocabulary, precision. GUI thread.
#pragma once

#include "widgets/common/figure_tiles.h"
#include "widgets/models/loaded_model.h"

namespace helicase {

std::vector<KeyFigure> keyFiguresOf(const LoadedModel &model);

} // namespace helicase
