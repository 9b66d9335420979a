#include "widgets/evaluate/bins_recovered_plot.h"

#include "core/base/text.h"
#include "widgets/evaluate/candidate_style.h"

#include <algorithm>
#include <array>

namespace helicase {

namespace {

constexpr double mostContamination = 0.1;
constexpr double lowContamination = 0.05; // of what is drawn in full colour

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

RecoveredBins countBins(const StoredEvaluation &evaluation, double contamination)
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
                parseReal(row[static_cast<size_t>(foreign)]).value_or(1) >= contamination)
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
    return countBins(evaluation, mostContamination);
}

RecoveredBins cleanBins(const StoredEvaluation &evaluation)
{
    return countBins(evaluation, lowContamination);
}

BinsRecoveredPlot::BinsRecoveredPlot(Theme &theme, QWidget *parent)
    : PlotView(theme, QStringLiteral("evaluate.recovered"), tr("Bins recovered"), parent)
{
    setAxisTitles(tr("Completeness at least (contamination below 10 %, dark: 5 %)"), tr("Bins"));
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
    const RecoveredBins clean = cleanBins(*evaluation);
    for (size_t i = 0; i < recovered.candidates.size(); ++i) {
        const std::string &name = recovered.candidates[i];
        const std::vector<double> &counts = recovered.counts[i];
        const double shift = (static_cast<double>(i) - (count - 1) / 2) * slot;
        const QColor colour = candidateStyle(*evaluation, name, dark).color;
        const auto same = std::ranges::find(clean.candidates, name);
        const bool isSplit = same != clean.candidates.end();
        QColor pale = colour;
        if (isSplit)
            pale.setAlphaF(0.45F);
        const ShownCandidate *candidate = evaluation->candidate(name);
        const QString label = candidate ? candidate->label : QString::fromStdString(name);
        addBars(counts, shift, 0.92 * slot, pale, label);
        if (isSplit)
            addBars(clean.counts[static_cast<size_t>(same - clean.candidates.begin())], shift,
                    0.92 * slot, colour, label);
        for (size_t level = 0; level < counts.size(); ++level) {
            addNumber(static_cast<double>(level) + shift, counts[level]);
            highest = std::max(highest, counts[level]);
        }
        if (!counts.empty())
            words.append(tr("%1: %2 at the highest level").arg(label).arg(counts.back()));
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

void BinsRecoveredPlot::addBars(const std::vector<double> &counts, double shift, double width,
                                const QColor &colour, const QString &name)
{
    auto *bars = new QCPBars(xAxis, yAxis);
    bars->setPen(Qt::NoPen);
    bars->setBrush(colour);
    bars->setWidth(width);
    bars->setName(name);
    for (size_t level = 0; level < counts.size(); ++level)
        bars->addData(static_cast<double>(level) + shift, counts[level]);
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
