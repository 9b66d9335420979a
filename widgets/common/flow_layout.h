// A layout that fills lines from the left and begins a new one where the next item has no room.
// GUI thread only.
#pragma once

#include <QLayout>
#include <vector>

namespace helicase {

class FlowLayout final : public QLayout {
    Q_OBJECT
public:
    FlowLayout(int horizontalGap, int verticalGap, QWidget *parent);
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override;
    int count() const override { return static_cast<int>(items_.size()); }
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect &rectangle) override;

private:
    // Places every item and tells each its rectangle; the height that was needed.
    template <typename Place>
    int arrange(const QRect &rectangle, Place place) const;

    int horizontalGap_;
    int verticalGap_;
    std::vector<QLayoutItem *> items_; // owned
};

} // namespace helicase
