// The two tables below the figures of a classifier: its classes with their scores, and its most
// confident mistakes with their sequences. GUI thread only.
#pragma once

#include "widgets/common/table_columns.h"
#include "widgets/evaluate/classification_record.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <optional>

namespace helicase {

class ClassTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Class, Examples, Predicted, Precision, Recall, F1, Auroc, Auprc, ColumnCount };

    explicit ClassTableModel(QObject *parent = nullptr);

    void setRecord(std::shared_ptr<const ClassificationRecord> record);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::optional<double> value(int row, int column) const;

    const std::vector<TableColumn> columns_;
    std::shared_ptr<const ClassificationRecord> record_;
    std::vector<int64_t> predictedCounts_;
};

class MistakeTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Line,
        Truth,
        Predicted,
        Probability,
        ProbabilityOfTruth,
        Length,
        Sequence,
        ColumnCount
    };

    explicit MistakeTableModel(QObject *parent = nullptr);

    void setRecord(std::shared_ptr<const ClassificationRecord> record);
    // The whole sequence, or both of a pair in two lines.
    QString sequenceAt(int row) const;
    int truthAt(int row) const;
    int predictedAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const ClassifiedExample &at(int row) const
    {
        return record_->mistakes[static_cast<size_t>(row)];
    }
    QString display(int row, int column) const;
    QVariant number(int row, int column) const;

    const std::vector<TableColumn> columns_;
    std::shared_ptr<const ClassificationRecord> record_;
};

// The mistakes of one cell of the confusion matrix; all of them without one.
class MistakeFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit MistakeFilter(MistakeTableModel *model);
    void setCell(std::optional<std::pair<int, int>> cell);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    const MistakeTableModel *model_;
    std::optional<std::pair<int, int>> cell_;
};

} // namespace helicase
