// The headings of the table of contigs, which show by which columns it is sorted: an arrow each,
// and where there are several, a number that tells which comes first. GUI thread.
#pragma once

#include <QHeaderView>

#include <utility>
#include <vector>

namespace helicase {

class ContigTableHeader final : public QHeaderView {
    Q_OBJECT

public:
    struct Key {
        int column = 0;
        Qt::SortOrder order = Qt::AscendingOrder;
    };

    explicit ContigTableHeader(QWidget *parent);

    void setKeys(std::vector<Key> keys);
    // From 1; 0 where the table is not sorted by the column.
    std::pair<int, Qt::SortOrder> sortPlaceOf(int column) const;

Q_SIGNALS:
    // A heading was clicked; with Shift it is added to the others.
    void sortRequested(int column, bool isAdded);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void initStyleOptionForIndex(QStyleOptionHeader *option, int logicalIndex) const override;
    QSize sectionSizeFromContents(int logicalIndex) const override;

private:
    std::vector<Key> keys_;
    bool isShiftHeld_ = false; // when the button was released
};

} // namespace helicase
