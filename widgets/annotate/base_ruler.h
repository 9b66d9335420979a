// The base ruler of the token editor: a tick and a number above every tenth base of a DNA run.
// Stateless; GUI thread only.
#pragma once

#include "widgets/annotate/token_painter.h"

namespace helicase {

// Between the row's letters, whose upper edge is at y, and the row above.
void paintBaseRuler(QPainter &painter, const TokenScene &scene, const EditorLayout::Row &row,
                    double y, double height);

} // namespace helicase
