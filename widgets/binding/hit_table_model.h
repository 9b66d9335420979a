// Where motifs match the shown window: matrix, strand, place, the mean measured and predicted score
// there, and the substitution that changes the prediction most. GUI thread only.
#pragma once

#include "widgets/binding/explanation.h"
#include "widgets/binding/track_layout.h"
#include "widgets/common/table_columns.h"

#include <QAbstractTableModel>

namespace helicase {

class HitTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Motif, Strand, From, To, PValue, Measured, FirstModel };

    explicit HitTableModel(QObject *parent = nullptr);

    // Null: none. The columns of models are the scene's curves; the last one is the substitution.
    void setHits(std::shared_ptr<const Explanation> explanation, const TrackScene &scene);
    const ExplainedHit &hitAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    struct Row {
        ExplainedHit hit;
        double measured = 0;
        std::vector<double> predicted;
        Explanation::Substitution strongest;
        QString change;
    };
    QString cellText(const Row &row, int column) const;
    double keyOf(const Row &row, int column) const;

    std::vector<Row> rows_;
    std::vector<TableColumn> columns_;
    int64_t firstBase_ = 1;
};

} // namespace helicase
