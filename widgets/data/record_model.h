// The rows of a data set for a table: those that a filter lets through, in any order. Nothing is
// copied but the numbers of the rows. GUI thread.
#pragma once

#include "widgets/common/table_columns.h"
#include "widgets/data/loaded_data.h"

#include <QAbstractTableModel>

namespace helicase {

struct RecordFilter {
    int split = -1; // all
    int label = -1; // all
    QString text;   // in name, sequence or label, upper or lower case
    // Only these rows; empty and isLimited: none.
    std::vector<uint32_t> rows;
    bool isLimited = false;
};

class RecordModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Place, Split, Name, Text, Label, Length, Tokens, Gc, Remark, ColumnCount };

    explicit RecordModel(QObject *parent = nullptr);

    void setLoaded(std::shared_ptr<const LoadedData> loaded);
    void setFilter(const RecordFilter &filter);
    const RecordFilter &filter() const { return filter_; }

    // Rows of the survey.
    uint32_t recordAt(int row) const { return shown_[static_cast<size_t>(row)]; }
    int rowOf(uint32_t record) const; // -1 when it is filtered away
    // Whether the column says anything about this data.
    bool hasColumn(Column column) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void rebuild();
    void sortRows();
    QString textOf(uint32_t record, int column) const;

    std::shared_ptr<const LoadedData> loaded_;
    RecordFilter filter_;
    std::vector<uint32_t> shown_;
    std::vector<TableColumn> columns_;
    int sortColumn_ = -1; // as in the files
    Qt::SortOrder sortOrder_ = Qt::AscendingOrder;
};

// What is doubtful about a row: "in test, line 212", "no label"; empty when nothing is.
QString remarkOf(const LoadedData &loaded, uint32_t record);

} // namespace helicase
