#include "widgets/evaluate/value_table.h"

#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"

#include <cmath>

namespace helicase {

ValueTableModel::ValueTableModel(QObject *parent)
    : QAbstractTableModel(parent), columns_{{tr("Line"), true,
                                             tr("In the data file, whose header is line 1")},
                                            {tr("Measured"), true},
                                            {tr("Predicted"), true},
                                            {tr("Error"), true,
                                             tr("Predicted minus measured; sorted by its size")}}
{
}

void ValueTableModel::setRecord(std::shared_ptr<const RegressionRecord> record)
{
    beginResetModel();
    record_ = std::move(record);
    endResetModel();
}

int ValueTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !record_ ? 0 : static_cast<int>(record_->table.size());
}

int ValueTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

double ValueTableModel::number(int row, int column) const
{
    const auto place = static_cast<size_t>(row);
    switch (column) {
    case Line:
        return static_cast<double>(record_->table.lines[place]);
    case Measured:
        return record_->table.measured[place];
    case Predicted:
        return record_->table.predicted[place];
    default:
        return record_->errorAt(row);
    }
}

QVariant ValueTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const double value = number(index.row(), index.column());
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Line ? groupedNumber(std::llround(value)) : shortNumber(value);
    case exportRole:
        return index.column() == Line ? QVariant(qint64(std::llround(value))) : QVariant(value);
    case sortRole:
        return index.column() == Error ? std::abs(value) : value;
    case Qt::TextAlignmentRole:
        return alignmentOf(columns_[static_cast<size_t>(index.column())]);
    default:
        return {};
    }
}

QVariant ValueTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnHeader(columns_, section, orientation, role);
}

} // namespace helicase
