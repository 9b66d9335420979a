#include "widgets/evaluate/bins_recovered_plot.h"

#include "core/base/text.h"
#include "widgets/evaluate/candidate_style.h"

#include <algorithm>
#include <array>

namespace helicase {

namespace {

constexpr double mostContamination = 0.1;

RecoveredBins readRecovered(const TsvTable &table)
{
    RecoveredBins recovered;
    recovered.candidates.assign(table.columns.begin() + 1, table.columns.end());
    recovered.counts.resize(recovered.candidates.size());
    for (const std::vector<std::string> &row : table.rows) {
        recovered.levels.push_back(QString::fromStdString(row[0]));
        for (size_t column = 1; column < row.size(); ++column)
            recovered.counts[column - 1].push_back(parseReal(row[column]).value_or(0));
    }
    return recovered;
}

RecoveredBins countBins(const StoredEvaluation &evaluation)
{
    constexpr std::array levels = {0.5, 0.6, 0.7, 0.8, 0.9};
    RecoveredBins recovered;
    for (const double level : levels)
        recovered.levels.push_back(QStringLiteral("%1 %").arg(level * 100));
    const TsvTable &bins = evaluation.bins;
    const int name = bins.column("candidate");
    const int complete = bins.column("completeness");
    const int foreign = bins.column("contamination");
    if (name < 0 || complete < 0 || foreign < 0)
        return {};
    for (const ShownCandidate &candidate : evaluation.candidates) {
        recovered.candidates.push_back(candidate.name);
        std::vector<double> &counts = recovered.counts.emplace_back(levels.size(), 0.0);
        for (const std::vector<std::string> &row : bins.rows) {
            if (row[static_cast<size_t>(name)] != candidate.name ||
                parseReal(row[static_cast<size_t>(foreign)]).value_or(1) >= mostContamination)
                continue;
            const double share = parseReal(row[static_cast<size_t>(complete)]).value_or(0);
            for (size_t level = 0; level < levels.size(); ++level)
                counts[level] += share >= levels[level];
        }
    }
    return recovered;
}

} // namespace

RecoveredBins recoveredBins(const StoredEvaluation &evaluation)
{
    if (evaluation.recovered.columns.size() > 1)
        return readRecovered(evaluation.recovered);
    return countBins(evaluation);
}

BinsRecoveredPlot::BinsRecoveredPlot(Theme &theme, QWidget *parent)
    : PlotView(theme, QStringLiteral("evaluate.recovered"), tr("Bins recovered"), parent)
{
    setAxisTitles(tr("Completeness at least (contamination below 10 %)"), tr("Bins"));
    setInteractions(QCP::iNone);
    setMinimumSize(260, 130);
}

void BinsRecoveredPlot::setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation, bool dark)
{
    clearPlottables();
    clearItems();
    const RecoveredBins recovered = recoveredBins(*evaluation);
    const auto count = static_cast<double>(std::max<size_t>(1, recovered.candidates.size()));
    const double slot = 0.76 / count; // a gap between the levels
    double highest = 1;
    QStringList words;
    for (size_t i = 0; i < recovered.candidates.size(); ++i) {
        const std::string &name = recovered.candidates[i];
        auto *bars = new QCPBars(xAxis, yAxis);
        const QColor colour = candidateStyle(*evaluation, name, dark).color;
        bars->setPen(Qt::NoPen);
        bars->setBrush(colour);
        bars->setWidth(0.92 * slot);
        const ShownCandidate *candidate = evaluation->candidate(name);
        bars->setName(candidate ? candidate->label : QString::fromStdString(name));
        for (size_t level = 0; level < recovered.counts[i].size(); ++level) {
            const double at =
                static_cast<double>(level) + (static_cast<double>(i) - (count - 1) / 2) * slot;
            bars->addData(at, recovered.counts[i][level]);
            addNumber(at, recovered.counts[i][level]);
            highest = std::max(highest, recovered.counts[i][level]);
        }
        if (!recovered.counts[i].empty())
            words.append(tr("%1: %2 at the highest level")
                             .arg(bars->name())
                             .arg(recovered.counts[i].back()));
    }
    const QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    for (size_t level = 0; level < recovered.levels.size(); ++level)
        ticker->addTick(static_cast<double>(level), recovered.levels[level]);
    xAxis->setTicker(ticker);
    xAxis->setRange(-0.6, static_cast<double>(recovered.levels.size()) - 0.4);
    yAxis->ticker()->setTickStepStrategy(QCPAxisTicker::tssReadability);
    yAxis->setRange(0, highest * 1.15);
    setDescription(tr("Bins recovered. %1").arg(words.join(QStringLiteral(", "))));
    scheduleReplot();
}

void BinsRecoveredPlot::addNumber(double at, double value)
{
    auto *number = new QCPItemText(this);
    number->setText(QString::number(value));
    number->setFont(smallFont());
    number->setColor(palette().color(QPalette::Text));
    number->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
    number->position->setCoords(at, value);
}

} // namespace helicase
