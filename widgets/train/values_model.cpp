#include "widgets/train/values_model.h"

#include "widgets/common/format.h"
#include "widgets/train/axis_text.h"
#include "widgets/train/task_metric.h"

#include <QPainter>
#include <QPixmap>

#include <cmath>

namespace helicase {

namespace {

QPixmap dot(const QColor &color)
{
    QPixmap pixmap(18, 18);
    pixmap.fill(Qt::transparent);
    pixmap.setDevicePixelRatio(2);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(0, 0, 9, 9));
    return pixmap;
}

} // namespace

ValuesModel::ValuesModel(QObject *parent) : QAbstractTableModel(parent) {}

void ValuesModel::refresh(std::span<const PlottedRun> runs, TrainingAxis axis,
                          std::optional<double> crosshair)
{
    const auto before = rows_.size();
    std::vector<Row> former;
    former.swap(rows_);
    axis_ = axis;
    crosshair_ = crosshair;
    for (const PlottedRun &run : runs) {
        addRow({.name = tr("%1 training").arg(run.name), .color = run.color}, run,
               metric::trainLoss, Shown::Smoothed);
        addRow({.name = tr("%1 validation").arg(run.name), .color = run.color}, run,
               run.history->find(metric::validationLoss) ? metric::validationLoss
                                                         : metric::validationError,
               Shown::Raw);
        for (const TaskMetric &one : taskMetricsOf(*run.history))
            addRow({.name = tr("%1 %2").arg(run.name, one.title),
                    .meaning = one.meaning,
                    .color = run.color},
                   run, one.name, Shown::Raw);
    }
    // The selection stays as long as the rows are the same ones.
    if (rows_.size() != before) {
        std::vector<Row> now;
        now.swap(rows_);
        former.swap(rows_);
        beginResetModel();
        now.swap(rows_);
        endResetModel();
        return;
    }
    if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, AtCrosshair, AtCrosshair);
}

void ValuesModel::addRow(Row row, const PlottedRun &run, std::string_view metricName, Shown shown)
{
    const MetricSeries *series = run.history->find(metricName);
    if (series && !series->isEmpty()) {
        row.statistics = series->statistics();
        const AxisMap map = run.history->axisMap(axis_);
        const auto place = crosshair_
                               ? (map.isKnown() ? series->indexAt(map, *crosshair_) : std::nullopt)
                               : std::optional<size_t>(series->points().size() - 1);
        if (place)
            row.value = shown == Shown::Smoothed ? series->smoothed()[*place]
                                                 : series->points()[*place].value;
    }
    rows_.push_back(std::move(row));
}

int ValuesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ValuesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ValuesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = rows_[static_cast<size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::DisplayRole)
        return display(row, column);
    if (role == Qt::DecorationRole && column == Series)
        return dot(row.color);
    if (role == Qt::ToolTipRole)
        return row.meaning;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((column == Series ? Qt::AlignLeft : Qt::AlignRight) |
                                   Qt::AlignVCenter);
    return {};
}

QString ValuesModel::display(const Row &row, Column column) const
{
    const QString none = QStringLiteral("–");
    if (column == Series)
        return row.name;
    if (column == AtCrosshair)
        return row.value ? shortNumber(*row.value, 4) : none;
    if (!row.statistics)
        return none;
    switch (column) {
    case Last:
        return shortNumber(row.statistics->last, 4);
    case Minimum:
        return shortNumber(row.statistics->minimum, 4);
    case MinimumStep:
        return groupedNumber(row.statistics->minimumStep);
    case Maximum:
        return shortNumber(row.statistics->maximum, 4);
    case MaximumStep:
        return groupedNumber(row.statistics->maximumStep);
    default:
        return {};
    }
}

QVariant ValuesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Series ? Qt::AlignLeft : Qt::AlignRight) |
                                   Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == AtCrosshair)
        return tr("Training: smoothed. Validation: the last one at or before the crosshair.");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Series:
        return tr("Series");
    case AtCrosshair:
        if (!crosshair_)
            return tr("Now");
        return tr("At %1").arg(placeText(axis_, *crosshair_));
    case Last:
        return tr("Last");
    case Minimum:
        return tr("Minimum");
    case MinimumStep:
    case MaximumStep:
        return tr("At step");
    case Maximum:
        return tr("Maximum");
    default:
        return {};
    }
}

} // namespace helicase
