#include "widgets/evaluate/bin_table_model.h"

#include "core/base/text.h"
#include "widgets/common/format.h"

namespace helicase {

namespace {

// Completeness and contamination limits of MIMAG (Bowers et al., Nature Biotechnology 35, 725-731,
// 2017).
QString levelOf(double completeness, double contamination)
{
    if (completeness > 0.9 && contamination < 0.05)
        return BinTableModel::tr("high");
    if (completeness >= 0.5 && contamination < 0.1)
        return BinTableModel::tr("medium");
    return BinTableModel::tr("low");
}

QString percentText(double share)
{
    return BinTableModel::tr("%1 %").arg(fixedNumber(share * 100, 1));
}

QString basesText(int64_t bases)
{
    if (bases >= 1'000'000)
        return BinTableModel::tr("%1 Mbp").arg(fixedNumber(double(bases) / 1e6, 2));
    return BinTableModel::tr("%1 kbp").arg(fixedNumber(double(bases) / 1e3, 1));
}

// In the order of BinTableModel::Column.
std::vector<TableColumn> binColumns()
{
    const auto tr = [](const char *text) { return BinTableModel::tr(text); };
    return {
        {.title = tr("Bin")},
        {.title = tr("Species (majority)")},
        {.title = tr("Contigs"), .isNumber = true},
        {.title = tr("Bases"), .isNumber = true},
        {.title = tr("Completeness"),
         .isNumber = true,
         .toolTip = tr("Bases of the species in the bin / bases of the species in the data")},
        {.title = tr("Contamination"),
         .isNumber = true,
         .toolTip = tr("1 − bases of the majority species / bases in the bin")},
        {.title = tr("Level"),
         .toolTip =
             tr("High: above 90 % complete and below 5 % contaminated. Medium: from 50 % and below "
                "10 %. MIMAG, without its rule about RNA genes.")},
    };
}

} // namespace

BinTableModel::BinTableModel(QObject *parent) : QAbstractTableModel(parent), columns_(binColumns())
{
}

void BinTableModel::setBins(const TsvTable &bins, const std::string &candidate)
{
    beginResetModel();
    rows_.clear();
    const auto cell = [&](const std::vector<std::string> &row, const char *column) -> std::string {
        const int place = bins.column(column);
        return place < 0 ? std::string() : row[static_cast<size_t>(place)];
    };
    for (const std::vector<std::string> &row : bins.rows) {
        if (cell(row, "candidate") != candidate)
            continue;
        Row &shown = rows_.emplace_back();
        shown.bin = parseInteger(cell(row, "bin")).value_or(0);
        shown.species = QString::fromStdString(cell(row, "species"));
        shown.contigs = parseInteger(cell(row, "contigs")).value_or(0);
        shown.bases = parseInteger(cell(row, "bases")).value_or(0);
        shown.completeness = parseReal(cell(row, "completeness")).value_or(0);
        shown.contamination = parseReal(cell(row, "contamination")).value_or(0);
        shown.level = levelOf(shown.completeness, shown.contamination);
    }
    endResetModel();
    sort(Completeness, Qt::DescendingOrder);
}

void BinTableModel::sort(int column, Qt::SortOrder order)
{
    Q_EMIT layoutAboutToBeChanged();
    const auto sortBy = [&](auto key) { sortByKey(rows_, order, key); };
    switch (column) {
    case Bin:
        sortBy(&Row::bin);
        break;
    case Species:
        sortBy(&Row::species);
        break;
    case Contigs:
        sortBy(&Row::contigs);
        break;
    case Bases:
        sortBy(&Row::bases);
        break;
    case Completeness:
        sortBy(&Row::completeness);
        break;
    case Contamination:
        sortBy(&Row::contamination);
        break;
    case Level:
        sortBy(&Row::level);
        break;
    default:
        break;
    }
    Q_EMIT layoutChanged();
}

int BinTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int BinTableModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QString BinTableModel::text(const Row &row, int column)
{
    switch (column) {
    case Bin:
        return tr("bin %1").arg(row.bin);
    case Species:
        return row.species;
    case Contigs:
        return groupedNumber(row.contigs);
    case Bases:
        return basesText(row.bases);
    case Completeness:
        return percentText(row.completeness);
    case Contamination:
        return percentText(row.contamination);
    case Level:
        return row.level;
    default:
        return {};
    }
}

QVariant BinTableModel::data(const QModelIndex &index, int role) const
{
    const Row &row = rows_[static_cast<size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::TextAlignmentRole:
        return alignmentOf(columns_[static_cast<size_t>(index.column())]);
    case Qt::ToolTipRole:
        return index.column() == Species ? row.species : QVariant();
    case Qt::FontRole:
        return index.column() == Species ? speciesFont(row.species) : QVariant();
    default:
        return {};
    }
}

QVariant BinTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnHeader(columns_, section, orientation, role);
}

} // namespace helicase
