// Rows of a list with a muted word at the right end: "Binning ... 3 results". GUI thread.
#pragma once

#include <QStyledItemDelegate>

namespace helicase {

class NoteDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    // The role of the word.
    static constexpr int noteRole = Qt::UserRole + 50;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    // A click on the box of a checkable row, which is drawn where paint() puts it.
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
};

} // namespace helicase
