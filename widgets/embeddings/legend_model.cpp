#include "widgets/embeddings/legend_model.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/marker_icon.h"
#include "widgets/common/species_name.h"

#include <QApplication>
#include <QFont>

#include <algorithm>

namespace helicase {

LegendModel::LegendModel(CloudModel &model, QObject *parent)
    : QAbstractTableModel(parent), model_(model)
{
    connect(&model_, &CloudModel::colouringChanged, this, &LegendModel::rebuild);
    connect(&model_, &CloudModel::coloursChanged, this, &LegendModel::refresh);
    connect(&model_, &CloudModel::visibilityChanged, this, &LegendModel::refresh);
    rebuild();
}

void LegendModel::rebuild()
{
    beginResetModel();
    rows_.clear();
    const PointAttribute &colouring = model_.colouring();
    for (int classIndex = 0; classIndex < static_cast<int>(colouring.names.size()); ++classIndex)
        if (const qint64 count = colouring.sizeOf(classIndex); count > 0)
            rows_.push_back({classIndex, colouring.names[static_cast<size_t>(classIndex)], count});
    if (!colouring.isNumber() && colouring.sizeOf(-1) > 0)
        rows_.push_back({-1, PointAttribute::noValue(colouring.info.key), colouring.sizeOf(-1)});
    endResetModel();
}

void LegendModel::refresh()
{
    if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int LegendModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int LegendModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant LegendModel::data(const QModelIndex &index, int role) const
{
    const Row &row = rows_[static_cast<size_t>(index.row())];
    const bool isHidden = model_.look().isHidden(row.classIndex);
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Name)
            return row.name;
        return index.column() == Count ? groupedNumber(row.count) : QVariant();
    case Qt::DecorationRole:
        if (index.column() == Eye)
            return icon(isHidden ? QStringLiteral("eye-off") : QStringLiteral("eye"));
        return index.column() == Name ? markerIcon(model_.classStyle(row.classIndex)) : QVariant();
    case Qt::FontRole:
        return index.column() == Name ? font(row) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant(index.column() == Count ? Qt::AlignRight | Qt::AlignVCenter
                                                : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (index.column() == Eye)
            return isHidden ? tr("Show %1").arg(row.name) : tr("Hide %1").arg(row.name);
        return tr("%1, %2 contigs. Double click shows the others in grey.")
            .arg(row.name, groupedNumber(row.count));
    case Qt::AccessibleTextRole:
        return isHidden ? tr("%1, hidden").arg(row.name) : row.name;
    default:
        return {};
    }
}

QVariant LegendModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name    ? model_.colouring().info.title
           : section == Count ? tr("Contigs")
                              : tr("Shown");
}

QVariant LegendModel::font(const Row &row) const
{
    QFont font = QApplication::font();
    font.setItalic(isBinomial(row.name));
    font.setBold(model_.look().isolated == row.classIndex);
    return font;
}

int LegendModel::shownCount() const
{
    return static_cast<int>(std::ranges::count_if(
        rows_, [this](const Row &row) { return !model_.look().isHidden(row.classIndex); }));
}

void LegendModel::toggleShown(int row)
{
    model_.setClassHidden(classAt(row), !model_.look().isHidden(classAt(row)));
}

void LegendModel::toggleIsolated(int row)
{
    const bool isIsolated = model_.look().isolated == classAt(row);
    model_.isolateClass(isIsolated ? CloudLook::noClass : classAt(row));
}

void LegendModel::showOnly(int row)
{
    CloudLook look = model_.look();
    look.hidden.assign(model_.colouring().names.size() + 1, true);
    look.hidden[static_cast<size_t>(classAt(row) + 1)] = false;
    model_.setLook(std::move(look));
}

} // namespace helicase
