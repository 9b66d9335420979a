// The bins as a table: name, contigs, completeness, contamination. GUI thread.
#pragma once

#include "widgets/common/table_columns.h"

#include <QAbstractTableModel>

#include <vector>

namespace helicase {

class BinScoring;
class CloudModel;

class BinListModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Contigs, Completeness, Contamination, ColumnCount };

    BinListModel(CloudModel &model, const BinScoring &scoring, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    int binAt(int row) const { return bins_[static_cast<size_t>(row)]; }
    int rowOf(int bin) const; // -1 for none

private:
    void rebuild();
    void sortBins();
    // Of a column of figures; negative: unknown.
    double figure(int bin, int column) const;

    CloudModel &model_;
    const BinScoring &scoring_;
    const std::vector<TableColumn> columns_;
    int sortColumn_ = Name;
    Qt::SortOrder sortOrder_ = Qt::AscendingOrder;
    std::vector<int> bins_;
};

} // namespace helicase
