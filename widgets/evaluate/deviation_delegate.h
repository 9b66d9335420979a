// Draws "0.842 ±0.011" with the deviation small and muted behind the value. GUI thread.
#pragma once

#include <QStyledItemDelegate>

namespace helicase {

class DeviationDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    // How wide a cell's text is drawn, without padding.
    static int textWidth(const QModelIndex &index);
};

} // namespace helicase
