#include "widgets/common/table_columns.h"

#include "widgets/common/species_name.h"

#include <QApplication>
#include <QFont>
#include <QTableView>

namespace helicase {

QVariant alignmentOf(const TableColumn &column)
{
    return QVariant((column.isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

QVariant columnHeader(std::span<const TableColumn> columns, int section,
                      Qt::Orientation orientation, int role)
{
    if (orientation != Qt::Horizontal)
        return {};
    const TableColumn &column = columns[static_cast<size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        return column.title;
    case Qt::TextAlignmentRole:
        return alignmentOf(column);
    case Qt::ToolTipRole:
        return column.toolTip.isEmpty() ? QVariant() : QVariant(column.toolTip);
    default:
        return {};
    }
}

QVariant speciesFont(const QString &name)
{
    if (!isBinomial(name))
        return {};
    QFont font = QApplication::font();
    font.setItalic(true);
    return font;
}

void setCloseColumns(QTableView *table)
{
    table->setStyleSheet(QStringLiteral("QTableView::item { padding: 0 4px } "
                                        "QHeaderView::section { padding: 4px 7px }"));
}

} // namespace helicase
