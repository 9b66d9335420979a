#include "widgets/evaluate/learning_curve_plot.h"

#include "core/base/text.h"
#include "widgets/common/format.h"
#include "widgets/evaluate/candidate_style.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

// Intervals of neighbours stand beside each other, not on each other.
constexpr double shiftOfNeighbours = 0.05;

double numberIn(const std::vector<std::string> &row, size_t column)
{
    return parseReal(row[column]).value_or(0);
}

} // namespace

struct LearningCurvePlot::Curve {
    std::string candidate;
    QVector<double> shots;
    QVector<double> value;
    QVector<double> below; // lengths of the interval's halves
    QVector<double> above;
};

LearningCurvePlot::LearningCurvePlot(Theme &theme, QWidget *parent)
    : PlotView(theme, QStringLiteral("evaluate.learning"), tr("Learning curve"), parent)
{
    setAxisTitles(tr("Training contigs per species"), tr("Macro-F1"));
    setInteractions(QCP::iNone);
    setMinimumSize(260, 150);
}

void LearningCurvePlot::setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation, bool dark)
{
    clearPlottables();
    std::vector<Curve> curves;
    const QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    double highest = 0;
    double last = 0;
    for (const std::vector<std::string> &row : evaluation->learningCurve.rows) {
        if (curves.empty() || curves.back().candidate != row[0])
            curves.push_back({.candidate = row[0]});
        Curve &curve = curves.back();
        const double place = std::log2(std::max(1.0, numberIn(row, 1)));
        const double value = numberIn(row, 2);
        curve.shots.append(place);
        curve.value.append(value);
        curve.below.append(value - numberIn(row, 3));
        curve.above.append(numberIn(row, 4) - value);
        ticker->addTick(place, QString::fromStdString(row[1]));
        highest = std::max(highest, numberIn(row, 4));
        last = std::max(last, place);
    }
    QStringList words;
    for (size_t i = 0; i < curves.size(); ++i) {
        const ShownCandidate *candidate = evaluation->candidate(curves[i].candidate);
        const QString name =
            candidate ? candidate->label : QString::fromStdString(curves[i].candidate);
        const double middle = (static_cast<double>(curves.size()) - 1) / 2;
        draw(curves[i], name, candidateStyle(*evaluation, curves[i].candidate, dark).color,
             (static_cast<double>(i) - middle) * shiftOfNeighbours);
        words.append(
            tr("%1: %2 at the most contigs").arg(name, fixedNumber(curves[i].value.last(), 3)));
    }
    xAxis->setTicker(ticker);
    xAxis->setRange(-0.3, last + 0.3);
    yAxis->ticker()->setTickStepStrategy(QCPAxisTicker::tssReadability);
    yAxis->setRange(0, std::max(0.1, std::min(1.05, highest * 1.08)));
    setDescription(tr("Learning curve. %1").arg(words.join(QStringLiteral(", "))));
    scheduleReplot();
}

void LearningCurvePlot::draw(const Curve &curve, const QString &name, const QColor &colour,
                             double shift)
{
    QVector<double> places = curve.shots;
    for (double &place : places)
        place += shift;
    QCPGraph *graph = addSmoothCurve(name, colour);
    graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, colour, 6));
    graph->setData(places, curve.value, true);
    auto *intervals = new QCPErrorBars(xAxis, yAxis);
    intervals->removeFromLegend();
    intervals->setDataPlottable(graph);
    intervals->setPen(QPen(colour, 1.2));
    intervals->setWhiskerWidth(7);
    intervals->setData(curve.below, curve.above);
}

} // namespace helicase
