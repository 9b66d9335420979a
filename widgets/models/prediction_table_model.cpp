#include "widgets/models/prediction_table_model.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "widgets/common/format.h"
#include "widgets/common/table_columns.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"

#include <QPainter>

namespace helicase {

namespace {

constexpr std::string_view probabilityPrefix = "probability.";

int requireColumn(const TsvTable &table, std::initializer_list<const char *> names,
                  const std::filesystem::path &file)
{
    for (const char *name : names)
        if (const int column = table.column(name); column >= 0)
            return column;
    throw InputError("has no column " + std::string(*names.begin()), {.file = file});
}

} // namespace

SequenceClasses readPredictedSequences(const std::filesystem::path &file)
{
    const TsvTable table = readTsv(file);
    const int id = requireColumn(table, {"id"}, file);
    const int label = requireColumn(table, {"predicted", "label"}, file);
    SequenceClasses predictions;
    std::vector<size_t> probabilities;
    for (size_t column = 0; column < table.columns.size(); ++column)
        if (table.columns[column].starts_with(probabilityPrefix)) {
            probabilities.push_back(column);
            predictions.labels +=
                QString::fromStdString(table.columns[column].substr(probabilityPrefix.size()));
        }
    for (const std::vector<std::string> &cells : table.rows) {
        SequenceClasses::Row row{.id = QString::fromStdString(cells[static_cast<size_t>(id)]),
                                 .label =
                                     QString::fromStdString(cells[static_cast<size_t>(label)])};
        for (const size_t column : probabilities) {
            const auto number = parseReal(cells[column]);
            if (!number)
                throw InputError("probability " + printable(cells[column]) + " is not a number",
                                 {.file = file});
            row.probabilities.push_back(*number);
        }
        predictions.rows.push_back(std::move(row));
    }
    return predictions;
}

PredictionTableModel::PredictionTableModel(QObject *parent) : QAbstractTableModel(parent) {}

void PredictionTableModel::setPredictions(SequenceClasses predictions)
{
    beginResetModel();
    predictions_ = std::move(predictions);
    endResetModel();
}

int PredictionTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(predictions_.rows.size());
}

int PredictionTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FirstProbability + int(predictions_.labels.size());
}

QVariant PredictionTableModel::data(const QModelIndex &index, int role) const
{
    constexpr int decimals = 3;
    const SequenceClasses::Row &row = predictions_.rows[static_cast<size_t>(index.row())];
    if (index.column() < FirstProbability)
        return role == Qt::DisplayRole || role == Qt::ToolTipRole
                   ? QVariant(index.column() == Id ? row.id : row.label)
                   : QVariant();
    const double probability =
        row.probabilities[static_cast<size_t>(index.column() - FirstProbability)];
    switch (role) {
    case Qt::DisplayRole:
        return fixedNumber(probability, decimals);
    case exportRole:
        return QString::number(probability, 'g', 9);
    case shareRole:
    case sortRole:
        return probability;
    case Qt::TextAlignmentRole:
        return int(Qt::AlignRight | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant PredictionTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const bool isProbability = section >= FirstProbability;
    if (role == Qt::TextAlignmentRole)
        return int((isProbability ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (!isProbability)
        return role == Qt::DisplayRole ? QVariant(section == Id ? tr("Sequence") : tr("Class"))
                                       : QVariant();
    const QString label = predictions_.labels[section - FirstProbability];
    if (role == Qt::DisplayRole)
        return label;
    return role == Qt::ToolTipRole ? QVariant(tr("Probability of the class %1, 0 to 1").arg(label))
                                   : QVariant();
}

void PredictionTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columnCount())
        return;
    beginResetModel();
    if (column == Id)
        sortByKey(predictions_.rows, order, &SequenceClasses::Row::id);
    else if (column == Label)
        sortByKey(predictions_.rows, order, &SequenceClasses::Row::label);
    else
        sortByKey(predictions_.rows, order, [column](const SequenceClasses::Row &row) {
            return row.probabilities[static_cast<size_t>(column - FirstProbability)];
        });
    endResetModel();
}

void ShareDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const QVariant share = index.data(PredictionTableModel::shareRole);
    if (!share.isValid())
        return;
    constexpr int margin = 8;
    constexpr int thickness = 3;
    const QRect track(option.rect.left() + margin, option.rect.bottom() - thickness,
                      option.rect.width() - 2 * margin, thickness);
    painter->fillRect(track, shownColor(ColorRole::PlotGrid));
    painter->fillRect(
        QRectF(track.x(), track.y(), track.width() * share.toDouble(), track.height()),
        shownColor(ColorRole::Histogram));
}

} // namespace helicase
