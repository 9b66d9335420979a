// The contigs as a table: all visible ones or the selected ones, sorted by any column. Reads the
// cloud's data in place. GUI thread.
#pragma once

#include "widgets/common/table_columns.h"
#include "widgets/embeddings/cloud_model.h"

#include <QAbstractTableModel>

namespace helicase {

enum class ContigScope { All, Selected };

class ContigTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Contig, Species, Bin, Length, Gc, ColumnCount };

    explicit ContigTableModel(CloudModel &model, QObject *parent = nullptr);

    void setScope(ContigScope scope);
    ContigScope scope() const { return scope_; }
    // Whose bins are shown: the candidate named like this embedding, else the first one.
    void setBinsOf(const std::string &candidate);
    bool hasBins() const { return model_.data().binsFor(candidate_) != nullptr; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    int contigAt(int row) const { return rows_[static_cast<size_t>(row)]; }
    int rowOf(int contig) const; // -1 when it is not listed

private:
    void rebuild();
    void sortRows();
    QString text(int contig, int column) const;

    CloudModel &model_;
    const std::vector<TableColumn> columns_;
    ContigScope scope_ = ContigScope::All;
    std::string candidate_;
    int sortColumn_ = Length;
    Qt::SortOrder sortOrder_ = Qt::DescendingOrder;
    std::vector<int> rows_;
    std::vector<int> rowOfContig_;
};

} // namespace helicase
