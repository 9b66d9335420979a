// Draws the rows of the token editor: boxes per token, tags, the part behind the limit, selection.
// Stateless; GUI thread only.
#pragma once

#include "widgets/annotate/editor_layout.h"
#include "widgets/annotate/token_places.h"

#include <QColor>
#include <QFont>
#include <QRectF>

#include <limits>

class QPainter;

namespace helicase {

struct TokenColors {
    QColor base;
    QColor text;
    QColor muted;
    QColor border;
    QColor accent;
    QColor selection;
    QColor error;
    QColor dna[2];
    QColor words[2];
    QColor special;
    QColor specialOutline;
    QColor unknown;
    QColor unknownOutline;
};

enum class TokenDisplay { Tokens, Ids, Plain };

// What one paint needs to know. The referenced data outlive the call.
struct TokenScene {
    QStringView text;
    const TokenPlaces &places;
    const TokenColors &colors;
    QFont font;
    QFont idFont;
    TokenDisplay display = TokenDisplay::Tokens;
    double cellWidth = 8;
    double rowHeight = 22;
    double left = 0; // x of cell 0
    int32_t cutPosition = std::numeric_limits<int32_t>::max();
    int64_t currentToken = -1;
    int32_t selectionBegin = 0;
    int32_t selectionEnd = 0;
};

// Draws one row with its upper edge at y.
void paintTokenRow(QPainter &painter, const TokenScene &scene, const EditorLayout::Row &row,
                   double y);

// The rectangle of [begin, end) within the row.
QRectF rangeRectangle(const TokenScene &scene, const EditorLayout::Row &row, double y,
                      int32_t begin, int32_t end);

} // namespace helicase
