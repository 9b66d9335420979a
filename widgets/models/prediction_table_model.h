// What `helicase predict` wrote, as rows: sequence, class, and the probability of each class as
// number and bar. GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

#include <filesystem>
#include <vector>

namespace helicase {

struct SequenceClasses {
    struct Row {
        QString id;
        QString label;
        std::vector<double> probabilities; // of the labels
    };
    QStringList labels;
    std::vector<Row> rows;
};

// Columns id, predicted (or label) and probability.LABEL of each class. Throws InputError. Any
// thread.
SequenceClasses readPredictedSequences(const std::filesystem::path &file);

class PredictionTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Id, Label, FirstProbability };
    // The share of a cell's width that its bar takes, 0 to 1; invalid: no bar.
    static constexpr int shareRole = Qt::UserRole + 60;

    explicit PredictionTableModel(QObject *parent = nullptr);

    void setPredictions(SequenceClasses predictions);
    const SequenceClasses &predictions() const { return predictions_; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    SequenceClasses predictions_;
};

// Draws the bar of a share below its number.
class ShareDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

} // namespace helicase
