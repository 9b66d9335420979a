#include "widgets/evaluate/value_scatter.h"

#include "widgets/common/categories.h"
#include "widgets/common/format.h"

#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double marginShare = 0.04; // of the range, so that no point lies on the frame
constexpr double nearPixels = 8;
constexpr int pointOpacity = 130; // many examples lie at one place

QVector<double> toVector(const std::vector<double> &values)
{
    return {values.begin(), values.end()};
}

} // namespace

ValueScatter::ValueScatter(Theme &theme, const QString &objectName, QWidget *parent)
    : PlotView(theme, objectName, tr("Predicted and measured values"), parent), theme_(theme)
{
    setMinimumSize(220, 190);
    legend->setVisible(false);
    connect(&theme_, &Theme::changed, this, &ValueScatter::draw);
    connect(this, &QCustomPlot::mouseMove, this, &ValueScatter::showExample);
    connect(this, &QCustomPlot::mousePress, this, [this](const QMouseEvent *event) {
        if (const int64_t row = rowAt(event->position()); row >= 0)
            Q_EMIT exampleClicked(row);
    });
}

QString ValueScatter::axisTitle(const QString &what) const
{
    return record_->quantity.isEmpty() ? tr("%1 value").arg(what)
                                       : tr("%1: %2").arg(what, record_->quantity);
}

void ValueScatter::setRecord(std::shared_ptr<const RegressionRecord> record)
{
    record_ = std::move(record);
    chosen_ = -1;
    setAxisTitles(axisTitle(tr("Measured")), axisTitle(tr("Predicted")));
    draw();
    resetView();
}

void ValueScatter::setChosen(int64_t row)
{
    if (row == chosen_)
        return;
    chosen_ = row;
    draw();
}

void ValueScatter::draw()
{
    clearPlottables();
    if (!record_)
        return;
    addAgreement();
    addPoints();
    addChosen();
    const auto correlation = record_->scores.pearson;
    setDescription(tr("Predicted and measured values of %1 examples, Pearson r %2")
                       .arg(groupedNumber(record_->table.size()),
                            correlation ? fixedNumber(*correlation, 3) : tr("not defined")));
    if (followsData())
        fitToData();
    scheduleReplot();
}

void ValueScatter::addAgreement()
{
    const auto [lowX, highX] = std::ranges::minmax(record_->table.measured);
    const auto [lowY, highY] = std::ranges::minmax(record_->table.predicted);
    const double low = std::min(lowX, lowY), high = std::max(highX, highY);
    const double margin = high > low ? marginShare * (high - low) : 1;
    QCPGraph *line = addGraph();
    line->setName(tr("predicted = measured"));
    line->setPen(QPen(theme_.color(ColorRole::Muted), 1, Qt::DashLine));
    line->setData({low - margin, high + margin}, {low - margin, high + margin}, true);
}

void ValueScatter::addPoints()
{
    QCPGraph *points = addGraph();
    points->setName(tr("examples"));
    points->setLineStyle(QCPGraph::lsNone);
    QColor color = categoryStyle(0, theme_.isDark()).color;
    color.setAlpha(pointOpacity);
    points->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, color, color, 5));
    points->setData(toVector(record_->table.measured), toVector(record_->table.predicted));
}

void ValueScatter::addChosen()
{
    if (chosen_ < 0 || chosen_ >= record_->table.size())
        return;
    const auto place = static_cast<size_t>(chosen_);
    QCPGraph *ring = addGraph();
    ring->setName(tr("chosen example"));
    ring->setLineStyle(QCPGraph::lsNone);
    ring->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle,
                                          QPen(theme_.color(ColorRole::Text), 2), Qt::NoBrush, 11));
    ring->setData({record_->table.measured[place]}, {record_->table.predicted[place]}, true);
}

int64_t ValueScatter::rowAt(const QPointF &position) const
{
    if (!record_)
        return -1;
    int64_t nearest = -1;
    double distance = nearPixels;
    for (int64_t row = 0; row < record_->table.size(); ++row) {
        const auto place = static_cast<size_t>(row);
        const double away =
            std::hypot(xAxis->coordToPixel(record_->table.measured[place]) - position.x(),
                       yAxis->coordToPixel(record_->table.predicted[place]) - position.y());
        if (away < distance) {
            distance = away;
            nearest = row;
        }
    }
    return nearest;
}

void ValueScatter::showExample(const QMouseEvent *event)
{
    const int64_t row = event->buttons() == Qt::NoButton ? rowAt(event->position()) : -1;
    if (row < 0)
        return QToolTip::hideText();
    const auto place = static_cast<size_t>(row);
    QToolTip::showText(event->globalPosition().toPoint(),
                       tr("Line %1: measured %2, predicted %3")
                           .arg(groupedNumber(record_->table.lines[place]),
                                shortNumber(record_->table.measured[place], 4),
                                shortNumber(record_->table.predicted[place], 4)),
                       this);
}

} // namespace helicase
