#include "widgets/binding/score_scatter.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "widgets/common/categories.h"
#include "widgets/common/format.h"

#include <cmath>
#include <limits>

namespace helicase {

namespace {

constexpr int dotOpacity = 90; // many bases lie at one place

} // namespace

ScoreScatter::ScoreScatter(Theme &theme, QWidget *parent)
    : PlotView(theme, QStringLiteral("binding.scatter"), tr("Predicted and measured scores"),
               parent),
      theme_(theme)
{
    setAxisTitles(tr("Measured score"), tr("Predicted score"));
    setMinimumSize(200, 190);
    connect(&theme_, &Theme::changed, this, &ScoreScatter::draw);
}

void ScoreScatter::setDensity(std::shared_ptr<const BindingResult> owner,
                              const std::string &candidate, int category)
{
    result_ = std::move(owner);
    candidate_ = candidate;
    category_ = category;
    draw();
    resetView();
}

const ScoreDensity *ScoreScatter::density() const
{
    if (!result_)
        return nullptr;
    const auto found = result_->densities.find(candidate_);
    return found == result_->densities.end() ? nullptr : &found->second;
}

void ScoreScatter::draw()
{
    clearPlottables();
    const ScoreDensity *shown = density();
    if (shown) {
        if (shown->measured.empty())
            addSquares(*shown);
        else
            addPoints(*shown);
        addAgreement(*shown);
        setDescription(tr("Predicted and measured scores of %1 bases, Pearson r %2")
                           .arg(groupedNumber(shown->bases), shown->pearson
                                                                 ? fixedNumber(*shown->pearson, 3)
                                                                 : tr("not defined")));
    }
    scheduleReplot();
}

void ScoreScatter::addPoints(const ScoreDensity &density)
{
    QCPGraph *points = addGraph();
    points->setName(tr("bases"));
    points->setLineStyle(QCPGraph::lsNone);
    QColor colour = categoryStyle(category_, theme_.isDark()).color;
    colour.setAlpha(dotOpacity);
    points->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, colour, 4));
    QVector<double> measured(density.measured.begin(), density.measured.end());
    QVector<double> predicted(density.predicted.begin(), density.predicted.end());
    points->setData(measured, predicted);
}

// The colour of the model grows from the background with the logarithm of the number of bases.
void ScoreScatter::addSquares(const ScoreDensity &density)
{
    auto *map = new QCPColorMap(xAxis, yAxis);
    map->setName(tr("bases"));
    const double half = (density.high - density.low) / ScoreDensity::bins / 2;
    const QCPRange centres(density.low + half, density.high - half);
    map->data()->setSize(ScoreDensity::bins, ScoreDensity::bins);
    map->data()->setRange(centres, centres);
    int32_t largest = 1;
    for (int row = 0; row < ScoreDensity::bins; ++row)
        for (int column = 0; column < ScoreDensity::bins; ++column) {
            const int32_t count =
                density.counts[static_cast<size_t>(row * ScoreDensity::bins + column)];
            largest = std::max(largest, count);
            map->data()->setCell(column, row,
                                 count > 0 ? std::log10(double(count))
                                           : std::numeric_limits<double>::quiet_NaN());
        }
    const QColor colour = categoryStyle(category_, theme_.isDark()).color;
    QColor faint = colour;
    faint.setAlpha(60);
    QCPColorGradient gradient;
    gradient.clearColorStops();
    gradient.setColorStopAt(0, faint);
    gradient.setColorStopAt(1, colour);
    gradient.setNanHandling(QCPColorGradient::nhTransparent);
    map->setGradient(gradient);
    map->setDataRange(QCPRange(0, std::max(1.0, std::log10(double(largest)))));
    map->setInterpolate(false);
    map->setTightBoundary(false);
}

void ScoreScatter::addAgreement(const ScoreDensity &density)
{
    QCPGraph *line = addGraph();
    line->setName(tr("predicted = measured"));
    line->setPen(QPen(theme_.color(ColorRole::Muted), 1, Qt::DashLine));
    line->setData({density.low, density.high}, {density.low, density.high}, true);
}

void ScoreScatter::saveTable(const QString &file, bool visibleOnly)
{
    AtomicFile output(file.toStdString());
    output.write("measured,predicted,bases\n");
    const ScoreDensity *shown = density();
    const double step = shown ? (shown->high - shown->low) / ScoreDensity::bins : 0;
    for (int row = 0; shown && row < ScoreDensity::bins; ++row)
        for (int column = 0; column < ScoreDensity::bins; ++column) {
            const int32_t count =
                shown->counts[static_cast<size_t>(row * ScoreDensity::bins + column)];
            const double x = shown->low + (column + 0.5) * step;
            const double y = shown->low + (row + 0.5) * step;
            if (count > 0 &&
                (!visibleOnly || (xAxis->range().contains(x) && yAxis->range().contains(y))))
                output.write(formatReal(x) + "," + formatReal(y) + "," + std::to_string(count) +
                             "\n");
        }
    output.commit();
}

} // namespace helicase
