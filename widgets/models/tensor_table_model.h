// The tensors of a model as rows: below headings of the layers while they stand in the order of the
// data, without them once they are sorted by a column. GUI thread.
#pragma once

#include "core/dataset/tensor_statistics.h"
#include "widgets/models/loaded_model.h"

#include <QAbstractTableModel>

namespace helicase {

class TensorTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Name,
        Shape,
        Type,
        Size,
        Minimum,
        Maximum,
        Mean,
        Deviation,
        NanCount,
        ColumnCount
    };

    explicit TensorTableModel(QObject *parent = nullptr);

    void setModel(const ModelPointer &model);
    void setStatistics(int tensor, const std::optional<TensorStatistics> &statistics);
    // Only tensors whose name holds the text.
    void setFilter(const QString &text);
    // Of the description; -1 for a heading.
    int tensorAt(int row) const;
    int rowOfTensor(int tensor) const;
    bool isHeading(int row) const { return tensorAt(row) < 0; }
    int shownTensors() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    // column -1: in the order of the data.
    void sort(int column, Qt::SortOrder order) override;

private:
    struct Row {
        int tensor = -1;
        QString heading;
    };
    struct Entry {
        std::optional<TensorStatistics> statistics;
        bool isExamined = false;
    };

    void fill();
    void fillGrouped();
    bool isWanted(const TensorDescription &tensor) const;
    QVariant valueOf(int tensor, int column) const;
    QString textOf(int tensor, int column) const;
    QVariant exportOf(int tensor, int column) const;
    QString statisticText(int tensor, int column) const;
    QString shortName(const TensorDescription &tensor) const;

    ModelPointer model_;
    std::vector<Entry> entries_;
    std::vector<Row> rows_;
    std::vector<int> rowOfTensor_;
    QString filter_;
    int sortColumn_ = -1;
    Qt::SortOrder sortOrder_ = Qt::AscendingOrder;
};

} // namespace helicase
