#include "widgets/evaluate/note_delegate.h"

#include "widgets/common/theme.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace helicase {

namespace {

constexpr int margin = 12; // that of the headings above the lists

int noteWidth(const QModelIndex &index)
{
    const QString note = index.data(NoteDelegate::noteRole).toString();
    return note.isEmpty() ? 0 : QFontMetrics(secondaryFont()).horizontalAdvance(note) + 8;
}

// Where the row's box, icon and text lie.
QRect contentOf(const QRect &row, const QModelIndex &index)
{
    return row.adjusted(margin, 0, -margin - noteWidth(index), 0);
}

} // namespace

void NoteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    const QStyle *style = row.widget ? row.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &row, painter, row.widget);
    painter->save();
    painter->setFont(secondaryFont());
    painter->setPen(row.palette.color(QPalette::PlaceholderText));
    painter->drawText(option.rect.adjusted(margin, 0, -margin, 0),
                      Qt::AlignRight | Qt::AlignVCenter, index.data(noteRole).toString());
    painter->restore();
    // The rest is the list's own row, without the ground that is drawn already.
    row.rect = contentOf(option.rect, index);
    row.backgroundBrush = Qt::NoBrush;
    row.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver | QStyle::State_HasFocus);
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);
}

QSize NoteDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width(), std::max(26, option.fontMetrics.height() + 9)};
}

bool NoteDelegate::editorEvent(QEvent *event, QAbstractItemModel *model,
                               const QStyleOptionViewItem &option, const QModelIndex &index)
{
    QStyleOptionViewItem row = option;
    row.rect = contentOf(option.rect, index);
    return QStyledItemDelegate::editorEvent(event, model, row, index);
}

} // namespace helicase
