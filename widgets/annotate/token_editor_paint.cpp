// Drawing of the token editor and the tips of its tokens.
#include "widgets/annotate/token_editor.h"

#include "widgets/annotate/annotation_checks.h"
#include "widgets/annotate/base_ruler.h"
#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace helicase {

TokenScene TokenEditor::scene() const
{
    TokenScene scene{.text = document_ ? QStringView(document_->text()) : QStringView(),
                     .places = places_,
                     .colors = colors_,
                     .font = font_,
                     .idFont = smallFont()};
    scene.idFont.setPointSizeF(scene.idFont.pointSizeF() * 0.9);
    scene.display = display_;
    scene.cellWidth = cellWidth_;
    scene.rowHeight = rowHeight();
    scene.left = left();
    scene.cutPosition = cutPosition();
    scene.currentToken = currentToken();
    scene.selectionBegin = selectionBegin();
    scene.selectionEnd = selectionEnd();
    return scene;
}

void TokenEditor::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), colors_.base);
    if (!document_)
        return;
    const TokenScene current = scene();
    const bool isCut = current.cutPosition != std::numeric_limits<int32_t>::max();
    const int64_t cutRow = isCut ? layout_.rowOf(current.cutPosition) : -1;
    for (int64_t row = verticalScrollBar()->value(); row < layout_.rowCount(); ++row) {
        const double y = top(row);
        if (y - rulerHeight() > viewport()->height())
            break;
        paintGutter(painter, row, y, row == cutRow);
        paintTokenRow(painter, current, layout_.row(row), y);
        if (rulerIsShown_)
            paintBaseRuler(painter, current, layout_.row(row), y, rulerHeight());
    }
    if (hasFocus() && caretIsOn_)
        painter.fillRect(caretRectangle(), colors_.text);
    paintPreedit(painter);
}

void TokenEditor::paintGutter(QPainter &painter, int64_t row, double y, bool isCutRow) const
{
    const EditorLayout::Row &place = layout_.row(row);
    if (!isCutRow && !place.startsLine)
        return;
    const double height = display_ == TokenDisplay::Ids ? rowHeight() * 0.62 : rowHeight();
    painter.setFont(smallFont());
    painter.setPen(isCutRow ? colors_.error : colors_.muted);
    painter.drawText(QRectF(0, y, gutterWidth(), height), Qt::AlignRight | Qt::AlignVCenter,
                     isCutRow ? tr("cut") : QString::number(place.line + 1));
}

void TokenEditor::paintPreedit(QPainter &painter) const
{
    if (preedit_.isEmpty())
        return;
    painter.setFont(font_);
    QRectF area = caretRectangle();
    area.setWidth(QFontMetricsF(font_).horizontalAdvance(preedit_) + 2);
    painter.fillRect(area, colors_.base);
    painter.setPen(colors_.text);
    painter.drawText(area, Qt::AlignVCenter, preedit_);
    painter.drawLine(area.bottomLeft(), area.bottomRight());
}

QString TokenEditor::tipFor(int64_t token) const
{
    const AnnotatedToken place = places_.token(token);
    const NamedTokenizer &named = *annotation_->tokenizer;
    QString id = tr("Token %1, id %2").arg(groupedNumber(token), groupedNumber(place.id));
    if (place.isDna && named.dnaOffset > 0)
        id += tr(" (DNA id %1)").arg(groupedNumber(place.id - named.dnaOffset));
    QStringList lines = {
        QStringLiteral("<b>%1</b>").arg(tokenText(named, place.id).toHtmlEscaped()), id,
        tr("Characters %1 to %2").arg(groupedNumber(place.begin), groupedNumber(place.end))};
    if (place.run >= 0) {
        const DnaRun run = places_.run(place.run);
        lines << tr("Bases %1 to %2 of %3")
                     .arg(groupedNumber(place.begin - run.begin),
                          groupedNumber(place.end - run.begin), groupedNumber(run.length()));
    }
    if (place.begin >= cutPosition())
        lines << tr("Cut off by the limit of %1 tokens").arg(groupedNumber(limit_));
    return lines.join("<br>");
}

QString TokenEditor::tipForCut(const QPointF &point) const
{
    const int32_t cut = cutPosition();
    const bool isAtMark = point.x() < left() && cut != std::numeric_limits<int32_t>::max() &&
                          rowAt(point.y()) == layout_.rowOf(cut);
    return isAtMark ? tr("Truncated here: the limit of %1 tokens is reached.")
                          .arg(groupedNumber(limit_))
                    : QString();
}

bool TokenEditor::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (const QString cut = tipForCut(QPointF(help->pos())); !cut.isEmpty()) {
        QToolTip::showText(help->globalPos(), cut, viewport());
        return true;
    }
    const int64_t token = tokenUnder(QPointF(help->pos()));
    const QRectF area = token < 0 ? QRectF() : tokenRectangle(token);
    if (token < 0 || !isAnnotated())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), tipFor(token), viewport(), area.toAlignedRect());
    return true;
}

} // namespace helicase
