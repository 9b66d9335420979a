// The classes that a cloud is coloured by as rows of the legend: eye, marker with name, number of
// contigs. GUI thread.
#pragma once

#include "widgets/embeddings/cloud_model.h"

#include <QAbstractTableModel>

namespace helicase {

class LegendModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Eye, Name, Count, ColumnCount };

    explicit LegendModel(CloudModel &model, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    int classAt(int row) const { return rows_[static_cast<size_t>(row)].classIndex; }
    int shownCount() const;
    void toggleShown(int row);
    void toggleIsolated(int row);
    void showOnly(int row);

private:
    struct Row {
        int classIndex = 0; // -1: contigs without a value
        QString name;
        qint64 count = 0;
    };

    void rebuild();
    void refresh();
    QVariant font(const Row &row) const;

    CloudModel &model_;
    std::vector<Row> rows_;
};

} // namespace helicase
