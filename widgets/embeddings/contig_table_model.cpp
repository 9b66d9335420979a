#include "widgets/embeddings/contig_table_model.h"

#include "widgets/common/format.h"
#include "widgets/common/marker_icon.h"

namespace helicase {

namespace {

// In the order of ContigTableModel::Column.
std::vector<TableColumn> contigColumns()
{
    const auto tr = [](const char *text) { return ContigTableModel::tr(text); };
    return {
        {.title = tr("Contig")},
        {.title = tr("Species (label file)")},
        {.title = tr("Bin")},
        {.title = tr("Length (bp)"), .isNumber = true},
        {.title = tr("GC (%)"), .isNumber = true},
    };
}

} // namespace

ContigTableModel::ContigTableModel(CloudModel &model, QObject *parent)
    : QAbstractTableModel(parent), model_(model), columns_(contigColumns())
{
    connect(&model_, &CloudModel::dataChanged, this, &ContigTableModel::rebuild);
    connect(&model_, &CloudModel::visibilityChanged, this, &ContigTableModel::rebuild);
    connect(&model_, &CloudModel::selectionChanged, this, [this] {
        if (scope_ == ContigScope::Selected)
            rebuild();
    });
    connect(&model_, &CloudModel::coloursChanged, this, [this] {
        if (!rows_.empty())
            Q_EMIT dataChanged(index(0, Species), index(rowCount() - 1, Species),
                               {Qt::DecorationRole});
    });
    rebuild();
}

void ContigTableModel::setScope(ContigScope scope)
{
    if (scope == scope_)
        return;
    scope_ = scope;
    rebuild();
}

void ContigTableModel::setBinsOf(const std::string &candidate)
{
    candidate_ = candidate;
    if (!rows_.empty())
        Q_EMIT dataChanged(index(0, Bin), index(rowCount() - 1, Bin));
}

void ContigTableModel::rebuild()
{
    beginResetModel();
    rows_.clear();
    if (scope_ == ContigScope::Selected)
        rows_ = model_.selection();
    else
        for (int contig = 0; contig < static_cast<int>(model_.data().size()); ++contig)
            if (model_.isVisible(contig))
                rows_.push_back(contig);
    sortRows();
    endResetModel();
}

void ContigTableModel::sort(int column, Qt::SortOrder order)
{
    sortColumn_ = column;
    sortOrder_ = order;
    rebuild();
}

void ContigTableModel::sortRows()
{
    const CloudData &cloud = model_.data();
    const std::vector<int> *bins = cloud.binsFor(candidate_);
    const auto sortBy = [this](auto key) { sortByKey(rows_, sortOrder_, key); };
    const auto at = [](const auto &values) {
        return [&values](int contig) { return values[static_cast<size_t>(contig)]; };
    };
    switch (sortColumn_) {
    case Contig:
        sortBy([&](int contig) -> const std::string & {
            return cloud.ids[static_cast<size_t>(contig)];
        });
        break;
    case Species:
        sortBy(at(cloud.classes));
        break; // class numbers follow the sorted names
    case Bin:
        if (bins)
            sortBy(at(*bins));
        break;
    case Length:
        sortBy(at(cloud.lengths));
        break;
    case Gc:
        sortBy(at(cloud.gc));
        break;
    default:
        break;
    }
    rowOfContig_.assign(cloud.ids.size(), -1);
    for (size_t row = 0; row < rows_.size(); ++row)
        rowOfContig_[static_cast<size_t>(rows_[row])] = static_cast<int>(row);
}

int ContigTableModel::rowOf(int contig) const
{
    return rowOfContig_[static_cast<size_t>(contig)];
}

int ContigTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ContigTableModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant ContigTableModel::data(const QModelIndex &index, int role) const
{
    const int contig = contigAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(contig, index.column());
    case Qt::TextAlignmentRole:
        return alignmentOf(columns_[static_cast<size_t>(index.column())]);
    case Qt::DecorationRole:
        if (index.column() == Species)
            return markerIcon(
                model_.classStyle(model_.data().classes[static_cast<size_t>(contig)]));
        return {};
    case Qt::FontRole:
        return index.column() == Species ? speciesFont(text(contig, Species)) : QVariant();
    default:
        return {};
    }
}

QString ContigTableModel::text(int contig, int column) const
{
    const CloudData &cloud = model_.data();
    const auto row = static_cast<size_t>(contig);
    switch (column) {
    case Contig:
        return QString::fromStdString(cloud.ids[row]);
    case Species:
        return cloud.classes[row] < 0
                   ? tr("no label")
                   : QString::fromStdString(
                         cloud.classNames[static_cast<size_t>(cloud.classes[row])]);
    case Bin: {
        const std::vector<int> *bins = cloud.binsFor(candidate_);
        if (!bins)
            return {};
        return (*bins)[row] < 0 ? tr("none") : tr("bin %1").arg((*bins)[row]);
    }
    case Length:
        return cloud.lengths[row] == 0 ? QString() : groupedNumber(cloud.lengths[row]);
    case Gc:
        return cloud.gc[row] < 0 ? QString() : fixedNumber(cloud.gc[row] * 100, 1);
    default:
        return {};
    }
}

QVariant ContigTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnHeader(columns_, section, orientation, role);
}

} // namespace helicase
