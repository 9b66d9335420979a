// The table "Values at crosshair": training and validation loss of each run, then the other metrics
// of its task. GUI thread only.
#pragma once

#include "widgets/train/metric_plot.h"

#include <QAbstractTableModel>

namespace helicase {

class ValuesModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Series,
        AtCrosshair,
        Last,
        Minimum,
        MinimumStep,
        Maximum,
        MaximumStep,
        ColumnCount
    };

    explicit ValuesModel(QObject *parent = nullptr);

    // Without a crosshair the column shows the newest values.
    void refresh(std::span<const PlottedRun> runs, TrainingAxis axis,
                 std::optional<double> crosshair);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString name;
        QString meaning; // of the metric; empty: the name says it
        QColor color;
        std::optional<double> value;
        std::optional<MetricStatistics> statistics;
    };

    enum class Shown { Raw, Smoothed };
    void addRow(Row row, const PlottedRun &run, std::string_view metricName, Shown shown);
    QString display(const Row &row, Column column) const;

    std::vector<Row> rows_;
    TrainingAxis axis_ = TrainingAxis::Step;
    std::optional<double> crosshair_;
};

} // namespace helicase
