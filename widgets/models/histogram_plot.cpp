#include "widgets/models/histogram_plot.h"

#include "widgets/common/format.h"

#include <algorithm>

namespace helicase {

HistogramPlot::HistogramPlot(Theme &theme, QWidget *parent)
    : PlotView(theme, QStringLiteral("models.histogram"), tr("Histogram of the selected tensor"),
               parent),
      bars_(new QCPBars(xAxis, yAxis))
{
    setAxisTitles(tr("Value"), tr("Elements"));
    setMinimumSize(200, 110);
    bars_->setPen(Qt::NoPen);
    const auto recolour = [this] {
        bars_->setBrush(shownColor(ColorRole::Histogram));
        scheduleReplot();
    };
    recolour();
    connect(&theme, &Theme::changed, this, recolour);
    // Bars stand on the axis.
    connect(this, &PlotView::resetRequested, this, [this] {
        constexpr double headroom = 1.06;
        yAxis->setRange(0, static_cast<double>(std::max<int64_t>(most_, 1)) * headroom);
        scheduleReplot();
    });
}

void HistogramPlot::setCounts(const std::vector<int64_t> &counts, double lowest, double highest)
{
    bars_->data()->clear();
    const auto intervals = static_cast<double>(counts.size());
    const bool isSpread = !counts.empty() && highest > lowest;
    const double width = isSpread ? (highest - lowest) / intervals : 1;
    bars_->setWidth(width * 0.88);
    most_ = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
        const double left = lowest + width * static_cast<double>(i);
        bars_->addData(isSpread ? left + width / 2 : lowest, static_cast<double>(counts[i]));
        most_ = std::max(most_, counts[i]);
        if (!isSpread)
            break; // one value only
    }
    setAxisTitles(counts.empty() ? tr("Value")
                                 : tr("Value, %n intervals", nullptr, int(counts.size())),
                  tr("Elements"));
    setDescription(
        counts.empty()
            ? tr("Histogram of the selected tensor, empty")
            : tr("Histogram of the selected tensor, from %1 to %2, at most %3 elements in an "
                 "interval")
                  .arg(shortNumber(lowest), shortNumber(highest), groupedNumber(most_)));
    resetView();
}

} // namespace helicase
