// The summary of an evaluation: candidates in rows, metrics with their deviation over seeds, the
// best of a column bold, and as last row the best model minus the best baseline. GUI thread.
#pragma once

#include "widgets/evaluate/stored_evaluation.h"

#include <QAbstractTableModel>
#include <QColor>

namespace helicase {

class ResultTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    struct Colours {
        QColor better;
        QColor worse;
        QColor muted;
        bool isDark = false;
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation);
    void setColours(const Colours &colours);
    // Units of the headers in a second line.
    void setHeaderInTwoLines(bool isInTwo) { headerIsInTwoLines_ = isInTwo; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    bool isDifferenceRow(int row) const;
    const ShownCandidate &candidateAt(int row) const;
    // The metric of a column right of the first.
    const ShownMetric &metricAt(int column) const;
    // Positive: the model is better than the best baseline.
    int signOfDifference(const ShownMetric &metric) const;

private:
    QString cellText(int row, int column) const;
    QString cellToolTip(int row, const ShownMetric &metric) const;
    QString differenceText(const ShownMetric &metric) const;
    bool isBest(int row, const ShownMetric &metric) const;
    bool hasDeviation(const ShownMetric &metric) const;
    QVariant foreground(int row, int column) const;

    std::shared_ptr<const StoredEvaluation> evaluation_;
    Colours colours_;
    bool headerIsInTwoLines_ = false;
};

} // namespace helicase
