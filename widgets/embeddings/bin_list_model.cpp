#include "widgets/embeddings/bin_list_model.h"

#include "widgets/common/format.h"
#include "widgets/common/marker_icon.h"
#include "widgets/embeddings/bin_scoring.h"
#include "widgets/embeddings/cloud_model.h"

#include <algorithm>

namespace helicase {

namespace {

// In the order of BinListModel::Column.
std::vector<TableColumn> binColumns()
{
    const auto tr = [](const char *text) { return BinListModel::tr(text); };
    return {
        {.title = tr("Bin")},
        {.title = tr("Contigs"), .isNumber = true},
        {.title = tr("Compl. %"),
         .isNumber = true,
         .toolTip = tr("Completeness: bases of the bin's main species in the bin / bases of that "
                       "species in the data")},
        {.title = tr("Cont. %"),
         .isNumber = true,
         .toolTip = tr("Contamination: bases of other species / bases of the bin, by the label "
                       "file; not CheckM's estimate from marker genes")},
    };
}

} // namespace

BinListModel::BinListModel(CloudModel &model, const BinScoring &scoring, QObject *parent)
    : QAbstractTableModel(parent), model_(model), scoring_(scoring), columns_(binColumns())
{
    connect(&model_.bins(), &GroupEditor::changed, this, &BinListModel::rebuild);
    connect(&model_, &CloudModel::dataChanged, this, &BinListModel::rebuild);
    connect(&scoring_, &BinScoring::changed, this, [this] {
        if (bins_.empty())
            return;
        Q_EMIT layoutAboutToBeChanged();
        sortBins();
        Q_EMIT layoutChanged();
    });
    connect(&model_, &CloudModel::coloursChanged, this, [this] {
        if (!bins_.empty())
            Q_EMIT dataChanged(index(0, Name), index(rowCount() - 1, Name), {Qt::DecorationRole});
    });
    rebuild();
}

void BinListModel::rebuild()
{
    beginResetModel();
    bins_.clear();
    for (const auto &[bin, group] : model_.binGroups().groups())
        bins_.push_back(bin);
    sortBins();
    endResetModel();
}

void BinListModel::sort(int column, Qt::SortOrder order)
{
    sortColumn_ = column;
    sortOrder_ = order;
    rebuild();
}

void BinListModel::sortBins()
{
    if (sortColumn_ == Name)
        sortByKey(bins_, sortOrder_, std::identity());
    else
        sortByKey(bins_, sortOrder_, [this](int bin) { return figure(bin, sortColumn_); });
}

double BinListModel::figure(int bin, int column) const
{
    const auto found = scoring_.now().bins.find(bin);
    if (found == scoring_.now().bins.end())
        return column == Contigs ? 0 : -1;
    switch (column) {
    case Contigs:
        return static_cast<double>(found->second.contigs);
    case Completeness:
        return found->second.completeness.value_or(-1);
    default:
        return found->second.contamination.value_or(-1);
    }
}

int BinListModel::rowOf(int bin) const
{
    const auto found = std::ranges::find(bins_, bin);
    return found == bins_.end() ? -1 : static_cast<int>(found - bins_.begin());
}

int BinListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(bins_.size());
}

int BinListModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant BinListModel::data(const QModelIndex &index, int role) const
{
    const int bin = binAt(index.row());
    const ContigGroups::Group &group = model_.binGroups().groups().at(bin);
    switch (role) {
    case Qt::DisplayRole: {
        if (index.column() == Name)
            return group.isEdited ? group.name + QStringLiteral(" *") : group.name;
        const double value = figure(bin, index.column());
        if (index.column() == Contigs)
            return groupedNumber(static_cast<qint64>(value));
        return value < 0 ? QStringLiteral("–") : fixedNumber(value * 100, 1);
    }
    case Qt::DecorationRole:
        if (index.column() == Name && model_.look().colourKey == attribute_key::bin)
            return markerIcon(model_.classStyle(static_cast<int>(std::distance(
                model_.binGroups().groups().begin(), model_.binGroups().groups().find(bin)))));
        return {};
    case Qt::TextAlignmentRole:
        return alignmentOf(columns_[static_cast<size_t>(index.column())]);
    case Qt::ToolTipRole: {
        const auto found = scoring_.now().bins.find(bin);
        if (found == scoring_.now().bins.end())
            return tr("%1 has no contigs.").arg(group.name);
        QString text = tr("%1, %2 bp").arg(group.name, groupedNumber(found->second.bases));
        if (!found->second.species.empty())
            text += tr(", mostly %1").arg(QString::fromStdString(found->second.species));
        return group.isEdited ? text + tr(". Edited by hand.") : text;
    }
    default:
        return {};
    }
}

QVariant BinListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnHeader(columns_, section, orientation, role);
}

} // namespace helicase
