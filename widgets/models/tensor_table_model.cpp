#include "widgets/models/tensor_table_model.h"

#include "widgets/common/format.h"
#include "widgets/common/table_columns.h"
#include "widgets/common/table_tools.h"

#include <QApplication>
#include <QFont>

#include <cmath>

namespace helicase {

namespace {

const std::vector<TableColumn> &tensorColumns()
{
    static const std::vector<TableColumn> columns{
        {TensorTableModel::tr("Tensor")},
        {TensorTableModel::tr("Shape"), true, TensorTableModel::tr("Rows × columns, as stored")},
        {TensorTableModel::tr("Type"), false,
         TensorTableModel::tr("Of one number: F32, F16, BF16, F64")},
        {TensorTableModel::tr("Size"), true, TensorTableModel::tr("Bytes in the file")},
        {TensorTableModel::tr("Minimum"), true, TensorTableModel::tr("Of the finite numbers")},
        {TensorTableModel::tr("Maximum"), true, TensorTableModel::tr("Of the finite numbers")},
        {TensorTableModel::tr("Mean"), true, TensorTableModel::tr("Of the finite numbers")},
        {TensorTableModel::tr("SD"), true,
         TensorTableModel::tr("Standard deviation of the finite numbers (population)")},
        {TensorTableModel::tr("NaN"), true,
         TensorTableModel::tr("Elements that are no number; sound weights have none")},
    };
    return columns;
}

QString layerHeading(int64_t layer)
{
    return QStringLiteral("encoder.layer.%1").arg(layer);
}

bool precedes(const QVariant &one, const QVariant &other)
{
    return QVariant::compare(one, other) == QPartialOrdering::Less;
}

} // namespace

TensorTableModel::TensorTableModel(QObject *parent) : QAbstractTableModel(parent) {}

void TensorTableModel::setModel(const ModelPointer &model)
{
    beginResetModel();
    model_ = model;
    entries_.assign(model ? model->description.tensors.size() : 0, {});
    fill();
    endResetModel();
}

void TensorTableModel::setStatistics(int tensor, const std::optional<TensorStatistics> &statistics)
{
    entries_[static_cast<size_t>(tensor)] = {statistics, true};
    if (const int row = rowOfTensor(tensor); row >= 0)
        Q_EMIT dataChanged(index(row, Minimum), index(row, NanCount));
}

void TensorTableModel::setFilter(const QString &text)
{
    beginResetModel();
    filter_ = text.trimmed();
    fill();
    endResetModel();
}

int TensorTableModel::tensorAt(int row) const
{
    return row >= 0 && row < std::ssize(rows_) ? rows_[static_cast<size_t>(row)].tensor : -1;
}

int TensorTableModel::rowOfTensor(int tensor) const
{
    return tensor >= 0 && tensor < std::ssize(rowOfTensor_)
               ? rowOfTensor_[static_cast<size_t>(tensor)]
               : -1;
}

int TensorTableModel::shownTensors() const
{
    return static_cast<int>(
        std::ranges::count_if(rows_, [](const Row &row) { return row.tensor >= 0; }));
}

int TensorTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int TensorTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool TensorTableModel::isWanted(const TensorDescription &tensor) const
{
    return filter_.isEmpty() ||
           QString::fromStdString(tensor.name).contains(filter_, Qt::CaseInsensitive);
}

void TensorTableModel::fill()
{
    rows_.clear();
    if (model_)
        fillGrouped();
    if (sortColumn_ >= 0) {
        std::erase_if(rows_, [](const Row &row) { return row.tensor < 0; });
        std::ranges::stable_sort(rows_, [this](const Row &one, const Row &other) {
            const bool isRising = sortOrder_ == Qt::AscendingOrder;
            const Row &first = isRising ? one : other;
            const Row &second = isRising ? other : one;
            return precedes(valueOf(first.tensor, sortColumn_),
                            valueOf(second.tensor, sortColumn_));
        });
    }
    rowOfTensor_.assign(entries_.size(), -1);
    for (size_t row = 0; row < rows_.size(); ++row)
        if (rows_[row].tensor >= 0)
            rowOfTensor_[static_cast<size_t>(rows_[row].tensor)] = static_cast<int>(row);
}

void TensorTableModel::fillGrouped()
{
    std::optional<int64_t> layer;
    const auto &tensors = model_->description.tensors;
    for (int i = 0; i < std::ssize(tensors); ++i) {
        const TensorDescription &tensor = tensors[static_cast<size_t>(i)];
        if (!isWanted(tensor))
            continue;
        if (tensor.layer && tensor.layer != layer)
            rows_.push_back({.heading = layerHeading(*tensor.layer)});
        if (!tensor.layer && layer)
            rows_.push_back({.heading = tr("After the layers")});
        layer = tensor.layer;
        rows_.push_back({.tensor = i});
    }
}

// Below the heading of its layer a name need not repeat it.
QString TensorTableModel::shortName(const TensorDescription &tensor) const
{
    const QString name = QString::fromStdString(tensor.name);
    if (!tensor.layer || sortColumn_ >= 0)
        return name;
    const QString before = layerHeading(*tensor.layer) + QLatin1Char('.');
    return name.mid(name.indexOf(before) + before.size());
}

// What sorts a column. Numbers that are not known yet come last.
QVariant TensorTableModel::valueOf(int tensor, int column) const
{
    const TensorDescription &description = model_->description.tensors[static_cast<size_t>(tensor)];
    const Entry &entry = entries_[static_cast<size_t>(tensor)];
    const auto number = [&](double TensorStatistics::*member) {
        const double value = entry.statistics ? (*entry.statistics).*member : NAN;
        return QVariant(std::isnan(value) ? std::numeric_limits<double>::infinity() : value);
    };
    switch (column) {
    case Name:
        return QString::fromStdString(description.name);
    case Shape:
        return QVariant::fromValue<qlonglong>(description.elements);
    case Type:
        return QString::fromStdString(description.type);
    case Size:
        return QVariant::fromValue<qlonglong>(description.bytes);
    case Minimum:
        return number(&TensorStatistics::minimum);
    case Maximum:
        return number(&TensorStatistics::maximum);
    case Mean:
        return number(&TensorStatistics::mean);
    case Deviation:
        return number(&TensorStatistics::standardDeviation);
    default:
        return QVariant::fromValue<qlonglong>(entry.statistics ? entry.statistics->nanCount : -1);
    }
}

QString TensorTableModel::textOf(int tensor, int column) const
{
    const TensorDescription &description = model_->description.tensors[static_cast<size_t>(tensor)];
    switch (column) {
    case Name:
        return shortName(description);
    case Shape:
        return shapeText(description.shape);
    case Type:
        return QString::fromStdString(description.type);
    case Size:
        return sizeText(description.bytes);
    default:
        return statisticText(tensor, column);
    }
}

QString TensorTableModel::statisticText(int tensor, int column) const
{
    const Entry &entry = entries_[static_cast<size_t>(tensor)];
    if (!entry.statistics)
        return entry.isExamined ? QStringLiteral("–") : QString();
    const TensorStatistics &statistics = *entry.statistics;
    constexpr int decimals = 4;
    switch (column) {
    case Minimum:
        return fixedNumber(statistics.minimum, decimals);
    case Maximum:
        return fixedNumber(statistics.maximum, decimals);
    case Mean:
        return fixedNumber(statistics.mean, decimals);
    case Deviation:
        return fixedNumber(statistics.standardDeviation, decimals);
    default:
        return groupedNumber(statistics.nanCount);
    }
}

// Files and copies have whole names, and numbers that programs read.
QVariant TensorTableModel::exportOf(int tensor, int column) const
{
    constexpr int digits = 9;
    const TensorDescription &description = model_->description.tensors[static_cast<size_t>(tensor)];
    const auto &statistics = entries_[static_cast<size_t>(tensor)].statistics;
    if (column == Name)
        return QString::fromStdString(description.name);
    if (column == Size)
        return tr("%1 B").arg(description.bytes);
    if (column < Minimum || !statistics)
        return {};
    if (column == NanCount)
        return QString::number(statistics->nanCount);
    const double number = column == Minimum   ? statistics->minimum
                          : column == Maximum ? statistics->maximum
                          : column == Mean    ? statistics->mean
                                              : statistics->standardDeviation;
    return QString::number(number, 'g', digits);
}

QVariant TensorTableModel::data(const QModelIndex &index, int role) const
{
    const Row &row = rows_[static_cast<size_t>(index.row())];
    if (row.tensor < 0) {
        if (role == Qt::DisplayRole && index.column() == Name)
            return row.heading;
        if (role == Qt::FontRole) {
            QFont bold = QApplication::font();
            bold.setWeight(QFont::DemiBold);
            return bold;
        }
        return {};
    }
    const TensorDescription &tensor = model_->description.tensors[static_cast<size_t>(row.tensor)];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row.tensor, index.column());
    case exportRole:
        return exportOf(row.tensor, index.column());
    case sortRole:
        return valueOf(row.tensor, index.column());
    case Qt::TextAlignmentRole:
        return alignmentOf(tensorColumns()[static_cast<size_t>(index.column())]);
    case Qt::ToolTipRole:
        return index.column() == Name ? QVariant(QString::fromStdString(tensor.name)) : QVariant();
    default:
        return {};
    }
}

QVariant TensorTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnHeader(tensorColumns(), section, orientation, role);
}

Qt::ItemFlags TensorTableModel::flags(const QModelIndex &index) const
{
    return isHeading(index.row()) ? Qt::ItemIsEnabled : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

void TensorTableModel::sort(int column, Qt::SortOrder order)
{
    Q_EMIT layoutAboutToBeChanged();
    std::vector<int> tensors;
    const QModelIndexList before = persistentIndexList();
    for (const QModelIndex &index : before)
        tensors.push_back(tensorAt(index.row()));
    sortColumn_ = column;
    sortOrder_ = order;
    fill();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const int row = rowOfTensor(tensors[static_cast<size_t>(i)]);
        after += row < 0 ? QModelIndex() : index(row, before[i].column());
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

} // namespace helicase
