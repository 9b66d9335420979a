#include "widgets/evaluate/deviation_delegate.h"

#include "widgets/common/theme.h"

#include <QApplication>
#include <QPainter>

namespace helicase {

namespace {

const QString deviationSign = QStringLiteral(" ±");

} // namespace

void DeviationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const auto end = cell.text.indexOf(deviationSign);
    if (end < 0) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    const QString value = cell.text.left(end);
    const QString deviation = cell.text.mid(end);
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    QRect area = style->subElementRect(QStyle::SE_ItemViewItemText, &cell, cell.widget);
    cell.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    painter->save();
    painter->setClipRect(area);
    painter->setFont(smallFont());
    painter->setPen(cell.palette.color(QPalette::PlaceholderText));
    painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, deviation);
    area.setRight(area.right() - painter->fontMetrics().horizontalAdvance(deviation));
    painter->setFont(cell.font);
    painter->setPen(cell.palette.color(QPalette::Text));
    painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, value);
    painter->restore();
}

int DeviationDelegate::textWidth(const QModelIndex &index)
{
    const QVariant own = index.data(Qt::FontRole);
    const QFontMetrics metrics(own.isValid() ? own.value<QFont>() : QApplication::font());
    const QString text = index.data().toString();
    const auto end = text.indexOf(deviationSign);
    if (end < 0)
        return metrics.horizontalAdvance(text);
    return metrics.horizontalAdvance(text.left(end)) +
           QFontMetrics(smallFont()).horizontalAdvance(text.mid(end));
}

} // namespace helicase
