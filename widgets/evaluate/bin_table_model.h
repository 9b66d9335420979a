// The bins of one candidate: species, size, completeness, contamination, level. GUI thread.
#pragma once

#include "widgets/common/table_columns.h"
#include "widgets/evaluate/stored_evaluation.h"

#include <QAbstractTableModel>

namespace helicase {

class BinTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Bin, Species, Contigs, Bases, Completeness, Contamination, Level, ColumnCount };

    explicit BinTableModel(QObject *parent = nullptr);

    void setBins(const TsvTable &bins, const std::string &candidate);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;
    int64_t binAt(int row) const { return rows_[static_cast<size_t>(row)].bin; }

private:
    struct Row {
        int64_t bin = 0;
        QString species;
        int64_t contigs = 0;
        int64_t bases = 0;
        double completeness = 0;
        double contamination = 0;
        QString level;
    };

    static QString text(const Row &row, int column);

    const std::vector<TableColumn> columns_;
    std::vector<Row> rows_;
};

} // namespace helicase
