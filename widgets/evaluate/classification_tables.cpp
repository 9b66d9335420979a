#include "widgets/evaluate/classification_tables.h"

#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"

#include <cmath>

namespace helicase {

ClassTableModel::ClassTableModel(QObject *parent)
    : QAbstractTableModel(parent),
      columns_{
          {tr("Class")},
          {tr("Examples"), true, tr("That are of the class")},
          {tr("Predicted"), true, tr("Examples that are predicted as the class")},
          {tr("Precision"), true,
           tr("Share of the examples predicted as the class that are of it")},
          {tr("Recall"), true, tr("Share of the examples of the class that are predicted as it")},
          {tr("F1"), true, tr("2PR / (P + R)")},
          {tr("AUROC"), true,
           tr("Area under TPR(FPR) of the class against all others; 0.5 is chance")},
          {tr("AUPRC"), true, tr("Area under precision(recall) of the class")}}
{
}

void ClassTableModel::setRecord(std::shared_ptr<const ClassificationRecord> record)
{
    beginResetModel();
    record_ = std::move(record);
    predictedCounts_.assign(record_->table.classes.size(), 0);
    for (const int64_t predicted : record_->table.predicted)
        ++predictedCounts_[static_cast<size_t>(predicted)];
    endResetModel();
}

int ClassTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !record_ ? 0 : static_cast<int>(record_->table.classes.size());
}

int ClassTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

std::optional<double> ClassTableModel::value(int row, int column) const
{
    const auto place = static_cast<size_t>(row);
    const ClassRanking &ranking = record_->rankings[place];
    const ClassScores *scores = record_->scoresOf(row);
    switch (column) {
    case Examples:
        return static_cast<double>(ranking.positives);
    case Predicted:
        return static_cast<double>(predictedCounts_[place]);
    case Precision:
        return scores ? std::optional(scores->precision) : std::nullopt;
    case Recall:
        return scores ? std::optional(scores->recall) : std::nullopt;
    case F1:
        return scores ? std::optional(scores->f1) : std::nullopt;
    case Auroc:
        return ranking.areaUnderRoc;
    case Auprc:
        return ranking.averagePrecision;
    default:
        return std::nullopt;
    }
}

QVariant ClassTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const int column = index.column();
    if (role == Qt::FontRole && column == Class)
        return speciesFont(data(index, Qt::DisplayRole).toString());
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(columns_[static_cast<size_t>(column)]);
    if (role != Qt::DisplayRole && role != sortRole)
        return {};
    if (column == Class)
        return role == sortRole ? QVariant(index.row())
                                : QString::fromStdString(
                                      record_->table.classes[static_cast<size_t>(index.row())]);
    const auto number = value(index.row(), column);
    if (role == sortRole)
        return number.value_or(-1);
    if (!number)
        return QStringLiteral("–");
    return column <= Predicted ? groupedNumber(std::llround(*number)) : fixedNumber(*number, 3);
}

QVariant ClassTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnHeader(columns_, section, orientation, role);
}

MistakeTableModel::MistakeTableModel(QObject *parent)
    : QAbstractTableModel(parent),
      columns_{{tr("Line"), true, tr("In the data file, whose header is line 1")},
               {tr("True class")},
               {tr("Predicted")},
               {tr("Probability"), true, tr("That the model gives to the predicted class")},
               {tr("Of the true"), true, tr("Probability that the model gives to the true class")},
               {tr("Length (bp)"), true},
               {tr("Sequence")}}
{
}

void MistakeTableModel::setRecord(std::shared_ptr<const ClassificationRecord> record)
{
    beginResetModel();
    record_ = std::move(record);
    endResetModel();
}

int MistakeTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !record_ ? 0 : static_cast<int>(record_->mistakes.size());
}

int MistakeTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

int MistakeTableModel::truthAt(int row) const
{
    return static_cast<int>(record_->table.truth[static_cast<size_t>(at(row).row)]);
}

int MistakeTableModel::predictedAt(int row) const
{
    return static_cast<int>(record_->table.predicted[static_cast<size_t>(at(row).row)]);
}

QString MistakeTableModel::sequenceAt(int row) const
{
    const ClassifiedExample &example = at(row);
    const std::string text =
        example.pair.empty() ? example.sequence : example.sequence + "\n" + example.pair;
    return QString::fromStdString(text);
}

QVariant MistakeTableModel::number(int row, int column) const
{
    const ClassifiedExample &example = at(row);
    switch (column) {
    case Line:
        return qint64(record_->table.lines[static_cast<size_t>(example.row)]);
    case Probability:
        return record_->table.probabilities(example.row, predictedAt(row));
    case ProbabilityOfTruth:
        return record_->table.probabilities(example.row, truthAt(row));
    case Length:
        return qint64(example.sequence.size() + example.pair.size());
    default:
        return {};
    }
}

QString MistakeTableModel::display(int row, int column) const
{
    const auto nameOf = [&](int number) {
        return QString::fromStdString(record_->table.classes[static_cast<size_t>(number)]);
    };
    switch (column) {
    case Line:
        return groupedNumber(number(row, column).toLongLong());
    case Truth:
        return nameOf(truthAt(row));
    case Predicted:
        return nameOf(predictedAt(row));
    case Probability:
    case ProbabilityOfTruth:
        return fixedNumber(number(row, column).toDouble(), 3);
    case Length:
        return at(row).sequence.empty() ? QStringLiteral("–")
                                        : groupedNumber(number(row, column).toLongLong());
    default:
        return sequenceAt(row).replace(u'\n', QStringLiteral("  "));
    }
}

QVariant MistakeTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return display(index.row(), index.column());
    case sortRole: {
        const QVariant value = number(index.row(), index.column());
        return value.isValid() ? value : display(index.row(), index.column());
    }
    case Qt::TextAlignmentRole:
        return alignmentOf(columns_[static_cast<size_t>(index.column())]);
    case Qt::FontRole:
        if (index.column() == Truth || index.column() == Predicted)
            return speciesFont(display(index.row(), index.column()));
        return index.column() == Sequence ? QVariant(monospacedFont()) : QVariant();
    default:
        return {};
    }
}

QVariant MistakeTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnHeader(columns_, section, orientation, role);
}

MistakeFilter::MistakeFilter(MistakeTableModel *model) : QSortFilterProxyModel(model), model_(model)
{
    setSortRole(helicase::sortRole);
    setSourceModel(model);
}

void MistakeFilter::setCell(std::optional<std::pair<int, int>> cell)
{
    cell_ = cell;
    invalidateFilter();
}

bool MistakeFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    return !cell_ ||
           (model_->truthAt(row) == cell_->first && model_->predictedAt(row) == cell_->second);
}

} // namespace helicase
