// The examples of a regression with their measured and predicted values. GUI thread only.
#pragma once

#include "widgets/common/table_columns.h"
#include "widgets/evaluate/regression_record.h"

#include <QAbstractTableModel>

namespace helicase {

class ValueTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Line, Measured, Predicted, Error, ColumnCount };

    explicit ValueTableModel(QObject *parent = nullptr);

    void setRecord(std::shared_ptr<const RegressionRecord> record);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    double number(int row, int column) const;

    const std::vector<TableColumn> columns_;
    std::shared_ptr<const RegressionRecord> record_;
};

} // namespace helicase
