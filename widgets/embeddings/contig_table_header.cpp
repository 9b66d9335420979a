#include "widgets/embeddings/contig_table_header.h"

#include <QMouseEvent>
#include <QStyleOptionHeader>

#include <algorithm>

namespace helicase {

namespace {

// "²": the place of a key beside its arrow. More than nine keys tell nothing more.
QString placeText(int place)
{
    constexpr char16_t digits[] = u"¹²³⁴⁵⁶⁷⁸⁹";
    return QStringLiteral(" %1").arg(QChar(digits[std::clamp(place, 1, 9) - 1]));
}

} // namespace

ContigTableHeader::ContigTableHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    connect(this, &QHeaderView::sectionClicked, this,
            [this](int column) { Q_EMIT sortRequested(column, isShiftHeld_); });
}

void ContigTableHeader::setKeys(std::vector<Key> keys)
{
    keys_ = std::move(keys);
    viewport()->update();
}

std::pair<int, Qt::SortOrder> ContigTableHeader::sortPlaceOf(int column) const
{
    const auto found = std::ranges::find(keys_, column, &Key::column);
    if (found == keys_.end())
        return {0, Qt::AscendingOrder};
    return {static_cast<int>(found - keys_.begin()) + 1, found->order};
}

void ContigTableHeader::mouseReleaseEvent(QMouseEvent *event)
{
    isShiftHeld_ = event->modifiers().testFlag(Qt::ShiftModifier);
    QHeaderView::mouseReleaseEvent(event);
}

// The one indicator that QHeaderView knows of is not asked.
void ContigTableHeader::initStyleOptionForIndex(QStyleOptionHeader *option, int logicalIndex) const
{
    QHeaderView::initStyleOptionForIndex(option, logicalIndex);
    const auto [place, order] = sortPlaceOf(logicalIndex);
    option->sortIndicator = place == 0                    ? QStyleOptionHeader::None
                            : order == Qt::AscendingOrder ? QStyleOptionHeader::SortDown
                                                          : QStyleOptionHeader::SortUp;
    if (place > 0 && keys_.size() > 1)
        option->text += placeText(place);
}

QSize ContigTableHeader::sectionSizeFromContents(int logicalIndex) const
{
    QSize size = QHeaderView::sectionSizeFromContents(logicalIndex);
    if (keys_.size() > 1 && sortPlaceOf(logicalIndex).first > 0)
        size.rwidth() += fontMetrics().horizontalAdvance(placeText(1));
    return size;
}

} // namespace helicase
