#include "widgets/evaluate/ranking_plot.h"

#include "widgets/common/categories.h"
#include "widgets/common/format.h"

namespace helicase {

namespace {

// Thicker lines are costly above this.
constexpr size_t mostPoints = 2000;
// Further classes are named by the table below the plot.
constexpr size_t mostNames = 8;
constexpr size_t fewNames = 2;
constexpr QSize leastForNames(340, 240);

std::vector<RankingPoint> thinned(const std::vector<RankingPoint> &points)
{
    if (points.size() <= mostPoints)
        return points;
    std::vector<RankingPoint> result;
    for (size_t i = 0; i < mostPoints; ++i)
        result.push_back(points[i * (points.size() - 1) / (mostPoints - 1)]);
    return result;
}

} // namespace

RankingPlot::RankingPlot(Theme &theme, Kind kind, const QString &objectName, QWidget *parent)
    : PlotView(theme, objectName,
               kind == Kind::Roc ? tr("ROC curves") : tr("Precision-recall curves"), parent),
      theme_(theme), kind_(kind)
{
    setMinimumSize(200, 150);
    if (kind_ == Kind::Roc)
        setAxisTitles(tr("False positive rate"), tr("True positive rate"));
    else
        setAxisTitles(tr("Recall"), tr("Precision"));
    for (QCPAxis *axis : {xAxis, yAxis}) {
        const QSharedPointer<QCPAxisTickerFixed> ticker(new QCPAxisTickerFixed);
        ticker->setTickStep(0.2);
        axis->setTicker(ticker);
    }
    legend->setVisible(true);
    placeLegend();
    connect(&theme_, &Theme::changed, this, &RankingPlot::draw);
}

// Where no good curve passes.
void RankingPlot::placeLegend()
{
    axisRect()->insetLayout()->setInsetAlignment(
        0, Qt::AlignBottom | (kind_ == Kind::Roc ? Qt::AlignRight : Qt::AlignLeft));
}

void RankingPlot::setRecord(std::shared_ptr<const ClassificationRecord> record)
{
    record_ = std::move(record);
    highlighted_ = -1;
    draw();
    resetView();
}

void RankingPlot::setHighlighted(int classNumber)
{
    if (classNumber == highlighted_)
        return;
    highlighted_ = classNumber;
    draw();
}

std::vector<int> RankingPlot::drawnClasses() const
{
    std::vector<int> classes;
    const int count = record_ ? static_cast<int>(record_->rankings.size()) : 0;
    for (int number = count == 2 ? 1 : 0; number < count; ++number) {
        const ClassRanking &ranking = record_->rankings[static_cast<size_t>(number)];
        if (!(kind_ == Kind::Roc ? ranking.roc : ranking.precisionRecall).empty())
            classes.push_back(number);
    }
    return classes;
}

QString RankingPlot::nameOf(int classNumber) const
{
    const auto place = static_cast<size_t>(classNumber);
    const QString name = QString::fromStdString(record_->table.classes[place]);
    const ClassRanking &ranking = record_->rankings[place];
    const auto area = kind_ == Kind::Roc ? ranking.areaUnderRoc : ranking.averagePrecision;
    const QString figure = area ? fixedNumber(*area, 3) : QStringLiteral("–");
    return kind_ == Kind::Roc ? tr("%1, AUROC %2").arg(name, figure)
                              : tr("%1, AUPRC %2").arg(name, figure);
}

void RankingPlot::draw()
{
    clearPlottables();
    if (!record_)
        return scheduleReplot();
    const std::vector<int> classes = drawnClasses();
    drawnNames_ = namesThatFit();
    addChance();
    if (classes.size() > drawnNames_)
        addMean();
    const int reference = graphCount(); // before the curves of the classes
    // The highlighted one lies on top.
    for (const int number : classes)
        if (number != highlighted_)
            addCurve(number);
    if (std::ranges::find(classes, highlighted_) != classes.end())
        addCurve(highlighted_);
    for (int i = reference; i < graphCount() && classes.size() > drawnNames_; ++i)
        if (highlighted_ < 0 || i < graphCount() - 1)
            graph(i)->removeFromLegend();
    QStringList names;
    for (const int number : classes)
        names.append(nameOf(number));
    setDescription(kind_ == Kind::Roc
                       ? tr("ROC curves of each class against all others: %1").arg(names.join("; "))
                       : tr("Precision-recall curves of each class: %1").arg(names.join("; ")));
    fitToData();
    scheduleReplot();
}

size_t RankingPlot::namesThatFit() const
{
    const bool hasRoom = width() >= leastForNames.width() && height() >= leastForNames.height();
    return hasRoom ? mostNames : fewNames;
}

void RankingPlot::resizeEvent(QResizeEvent *event)
{
    PlotView::resizeEvent(event);
    if (namesThatFit() != drawnNames_)
        draw();
}

// A line of the legend alone.
void RankingPlot::addMean()
{
    if (kind_ != Kind::Roc || !record_->meanAreaUnderRoc)
        return;
    QCPGraph *mean = addGraph();
    mean->setPen(Qt::NoPen);
    mean->setName(tr("mean of %1 classes, AUROC %2")
                      .arg(record_->rankings.size())
                      .arg(fixedNumber(*record_->meanAreaUnderRoc, 3)));
}

void RankingPlot::addCurve(int classNumber)
{
    const ClassRanking &ranking = record_->rankings[static_cast<size_t>(classNumber)];
    const bool isContext = highlighted_ >= 0 && classNumber != highlighted_;
    const QColor color = isContext ? theme_.color(ColorRole::GreyContext)
                                   : categoryStyle(classNumber, theme_.isDark()).color;
    QCPGraph *curve = addSmoothCurve(nameOf(classNumber), color);
    if (isContext)
        curve->setPen(QPen(color, 1));
    // The area below the steps is the average precision; ties in a ROC curve are straight lines.
    curve->setLineStyle(kind_ == Kind::Roc ? QCPGraph::lsLine : QCPGraph::lsStepRight);
    QVector<double> x;
    QVector<double> y;
    for (const RankingPoint &point :
         thinned(kind_ == Kind::Roc ? ranking.roc : ranking.precisionRecall)) {
        x.append(point.x);
        y.append(point.y);
    }
    curve->setData(x, y, true);
}

// A classifier that guesses: the diagonal, or the share of the class among all.
void RankingPlot::addChance()
{
    QCPGraph *line = addGraph();
    line->setName(tr("chance"));
    line->setPen(QPen(theme_.color(ColorRole::Muted), 1, Qt::DashLine));
    if (kind_ == Kind::Roc)
        return line->setData({0, 1}, {0, 1}, true);
    const bool isOne = record_->rankings.size() == 2 || highlighted_ >= 0;
    const size_t number = highlighted_ >= 0 ? static_cast<size_t>(highlighted_) : 1;
    const double all = static_cast<double>(record_->table.size());
    const double level = isOne ? static_cast<double>(record_->rankings[number].positives) / all
                               : 1.0 / static_cast<double>(record_->rankings.size());
    line->setName(isOne ? tr("chance, %1").arg(percent(level))
                        : tr("chance, mean %1").arg(percent(level)));
    line->setData({0, 1}, {level, level}, true);
}

} // namespace helicase
