// What the models of tables share: columns with a title, numbers at the right, species in italics,
// sorting by a key. GUI thread.
#pragma once

#include <QString>
#include <QVariant>

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

class QTableView;

namespace helicase {

struct TableColumn {
    QString title;
    bool isNumber = false;
    QString toolTip = {};
};

// What data() returns for Qt::TextAlignmentRole.
QVariant alignmentOf(const TableColumn &column);
// What headerData() returns for the roles that the columns answer.
QVariant columnHeader(std::span<const TableColumn> columns, int section,
                      Qt::Orientation orientation, int role);
// What data() returns for Qt::FontRole where a name of a species stands: italic for binomials.
QVariant speciesFont(const QString &name);

// Less room left and right of cells and titles, for tables with many columns.
void setCloseColumns(QTableView *table);

// Equal rows keep their order. key: a member or a function of a row.
template <typename Row, typename Key>
void sortByKey(std::vector<Row> &rows, Qt::SortOrder order, Key key)
{
    if (order == Qt::AscendingOrder)
        std::ranges::stable_sort(rows, std::less(), key);
    else
        std::ranges::stable_sort(rows, std::greater(), key);
}

} // namespace helicase
