// The table "Values at crosshair": two rows per run, training and validation loss. GUI thread only.
#pragma once

#include "widgets/train/metric_plot.h"

#include <QAbstractTableModel>

namespace helicase {

class ValuesModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Series, AtCrosshair, Last, Minimum, MinimumStep, Maximum, ColumnCount };

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
        QColor color;
        std::optional<double> value;
        std::optional<MetricStatistics> statistics;
    };

    void addRow(const QString &name, const QColor &color, const MetricSeries *series,
                TrainingAxis axis, std::optional<double> crosshair, bool isSmoothed);
    QString display(const Row &row, Column column) const;

    std::vector<Row> rows_;
    TrainingAxis axis_ = TrainingAxis::Step;
    std::optional<double> crosshair_;
};

} // namespace helicase
