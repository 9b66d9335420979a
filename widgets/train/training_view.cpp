#include "widgets/train/training_view.h"

#include "widgets/common/categories.h"
#include "widgets/common/icon.h"
#include "widgets/common/table_columns.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/vertical_scroll.h"
#include "widgets/common/widgets.h"
#include "widgets/train/followed_run.h"
#include "widgets/train/run_legend.h"
#include "widgets/train/small_plots.h"
#include "widgets/train/values_model.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int refreshMilliseconds = 33;
// Below this height the loss plot and the values need all of it.
constexpr int leastForSmallPlots = 440;
constexpr int leastSmallPlots = 120; // one row of them

constexpr QCPScatterStyle::ScatterShape shapes[] = {QCPScatterStyle::ssDisc,
                                                    QCPScatterStyle::ssSquare,
                                                    QCPScatterStyle::ssTriangle,
                                                    QCPScatterStyle::ssDiamond,
                                                    QCPScatterStyle::ssTriangleInverted,
                                                    QCPScatterStyle::ssPlus,
                                                    QCPScatterStyle::ssCircle,
                                                    QCPScatterStyle::ssCross,
                                                    QCPScatterStyle::ssStar};

// The palette's neighbours blue and orange are too alike for lines of two related runs.
constexpr int colorOrder[] = {0, 3, 2, 6, 5, 1, 4, 7};

} // namespace

TrainingView::TrainingView(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    setRole(this, "canvas");
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    legend_ = new RunLegend(theme, this);
    layout->addWidget(legend_);
    connect(legend_, &RunLegend::runChosen, this, &TrainingView::runChosen);
    connect(legend_, &RunLegend::visibilityToggled, this, &TrainingView::visibilityToggled);
    connect(legend_, &RunLegend::removeRequested, this, &TrainingView::removeRequested);
    connect(legend_, &RunLegend::trainingToggled, this, [this](bool isOn) {
        settings_.showsTraining = isOn;
        scheduleRefresh();
    });
    connect(legend_, &RunLegend::validationToggled, this, [this](bool isOn) {
        settings_.showsValidation = isOn;
        scheduleRefresh();
    });
    splitter_ = new QSplitter(Qt::Vertical, this);
    splitter_->setChildrenCollapsible(false);
    buildPlots();
    splitter_->addWidget(buildValues());
    splitter_->setStretchFactor(0, 1);
    splitter_->setStretchFactor(1, 0);
    splitter_->setStretchFactor(2, 0);
    connect(splitter_, &QSplitter::splitterMoved, this, [this] { bordersAreMoved_ = true; });
    layout->addWidget(splitter_, 1);
    refreshTimer_.setSingleShot(true);
    refreshTimer_.setInterval(refreshMilliseconds);
    connect(&refreshTimer_, &QTimer::timeout, this, &TrainingView::refresh);
    connect(&theme_, &Theme::changed, this, &TrainingView::scheduleRefresh);
}

void TrainingView::buildPlots()
{
    loss_ = new MetricPlot(theme_, "train.plot.loss", tr("Loss plot"), metric::trainLoss,
                           MetricPlot::Size::Main, 1, splitter_);
    loss_->setAxisTitles(tr("Step"), tr("Loss"));
    splitter_->addWidget(loss_);
    connectPlot(loss_);
    small_ = new SmallPlots(theme_, this);
    smallScroll_ = new VerticalScroll(small_, 0, splitter_);
    smallScroll_->setMinimumHeight(leastSmallPlots);
    setRole(small_, "canvas");
    splitter_->addWidget(smallScroll_);
    for (MetricPlot *plot : small_->plots())
        connectPlot(plot);
    connect(small_, &SmallPlots::plotAdded, this, [this](MetricPlot *plot) {
        connectPlot(plot);
        plot->setCrosshair(crosshair_);
    });
    connect(small_, &SmallPlots::rowCountChanged, this, &TrainingView::shareHeight);
}

QWidget *TrainingView::buildValues()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(horizontalLine(box));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(10, 2, 10, 2);
    auto *title = new QLabel(tr("Values at crosshair"), box);
    setRole(title, "strong");
    head->addWidget(title);
    head->addSpacing(6);
    valuesNote_ = mutedLabel({}, box);
    head->addWidget(valuesNote_);
    head->addStretch(1);
    auto *copy = new QToolButton(box);
    copy->setObjectName("train.values.copy");
    copy->setText(tr("Copy table"));
    copy->setAccessibleName(tr("Copy the table of values"));
    copy->setIcon(icon("copy"));
    copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    head->addWidget(copy);
    layout->addLayout(head);
    model_ = new ValuesModel(this);
    values_ = new QTableView(box);
    setUpTable(values_, "train.values", tr("Values at crosshair"));
    setCloseColumns(values_);
    values_->setSortingEnabled(false);
    values_->setModel(model_);
    values_->horizontalHeader()->setSectionResizeMode(ValuesModel::Series, QHeaderView::Stretch);
    for (const auto &[column, width] : {std::pair<int, int>{ValuesModel::AtCrosshair, 90},
                                        {ValuesModel::Last, 66},
                                        {ValuesModel::Minimum, 80},
                                        {ValuesModel::MinimumStep, 66},
                                        {ValuesModel::Maximum, 80},
                                        {ValuesModel::MaximumStep, 66}})
        values_->setColumnWidth(column, width);
    layout->addWidget(values_, 1);
    connect(copy, &QToolButton::clicked, this, [this] {
        values_->clearSelection();
        copyTable(values_);
    });
    return box;
}

// One crosshair for all plots: it follows the pointer until a click pins it; the next click frees
// it.
void TrainingView::connectPlot(MetricPlot *plot)
{
    connect(plot, &MetricPlot::pointed, this, [this](double x) {
        if (!crosshairIsPinned_)
            setCrosshair(x);
    });
    connect(plot, &MetricPlot::pointerLeft, this, [this] {
        if (!crosshairIsPinned_)
            setCrosshair(std::nullopt);
    });
    connect(plot, &MetricPlot::clicked, this, [this](double x) {
        crosshairIsPinned_ = !crosshairIsPinned_;
        setCrosshair(x);
    });
    connect(plot, &MetricPlot::viewChanged, this, &TrainingView::scheduleRefresh);
    connect(plot, &MetricPlot::checkpointChosen, this,
            [this](const QString &name, qint64 step, const QPoint &at) {
                const auto run = std::ranges::find(runs_, name, &FollowedRun::name);
                if (run != runs_.end())
                    Q_EMIT checkpointChosen(*run, step, at);
            });
}

std::vector<MetricPlot *> TrainingView::plots() const
{
    std::vector<MetricPlot *> all = small_->plots();
    all.insert(all.begin(), loss_);
    return all;
}

std::vector<NamedFigure> TrainingView::figures() const
{
    std::vector<NamedFigure> figures;
    for (MetricPlot *plot : plots())
        figures.push_back({plot->objectName().section(QLatin1Char('.'), -1), plot->writers()});
    return figures;
}

void TrainingView::setRuns(const std::vector<FollowedRun *> &runs, FollowedRun *shown)
{
    runs_ = runs;
    shown_ = shown;
    for (FollowedRun *run : runs_)
        run->setSmoothing(smoothing_);
    refresh(); // at once: runs that are no longer there must not be drawn again
}

void TrainingView::scheduleRefresh()
{
    if (!refreshTimer_.isActive())
        refreshTimer_.start();
}

void TrainingView::setAxis(TrainingAxis axis)
{
    settings_.axis = axis;
    crosshairIsPinned_ = false;
    setCrosshair(std::nullopt);
    resetViews();
}

void TrainingView::setLogarithmic(bool isOn)
{
    loss_->setLogarithmic(isOn);
    scheduleRefresh();
}

void TrainingView::setEnvelope(bool isOn)
{
    settings_.showsEnvelope = isOn;
    scheduleRefresh();
}

void TrainingView::setSmoothing(double factor)
{
    smoothing_ = factor;
    for (FollowedRun *run : runs_)
        run->setSmoothing(factor);
    scheduleRefresh();
}

void TrainingView::setClipping(bool isOn)
{
    settings_.clipsOutliers = isOn;
    resetViews();
}

void TrainingView::resetViews()
{
    for (MetricPlot *plot : plots())
        plot->resetView();
    scheduleRefresh();
}

void TrainingView::setCrosshair(std::optional<double> x)
{
    crosshair_ = x;
    for (MetricPlot *plot : plots())
        plot->setCrosshair(x);
    refreshValues();
    Q_EMIT crosshairMoved();
}

void TrainingView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    shareHeight();
}

// The loss plot gets most, until the user moves the borders.
void TrainingView::shareHeight()
{
    if (bordersAreMoved_)
        return;
    const int all = splitter_->height();
    smallScroll_->setVisible(all >= leastForSmallPlots);
    const int rows = small_->rowCount();
    const int small = rows == 1 ? std::clamp(all * 22 / 100, leastSmallPlots, 170)
                                : std::clamp(all * 36 / 100, leastSmallPlots, rows * 140);
    const int values = std::clamp(all * 24 / 100, 120, 190);
    splitter_->setSizes({all - small - values, small, values});
}

std::vector<PlottedRun> TrainingView::plottedRuns() const
{
    std::vector<PlottedRun> plotted;
    for (size_t index = 0; index < runs_.size(); ++index) {
        // Beyond the palette's colours they come again, lighter or darker.
        const auto again = static_cast<int>(index / std::size(colorOrder) * std::size(colorOrder));
        const int slot = again + colorOrder[index % std::size(colorOrder)];
        plotted.push_back({.name = runs_[index]->name(),
                           .color = categoryStyle(slot, theme_.isDark()).color,
                           .shape = shapes[index % std::size(shapes)],
                           .history = &runs_[index]->history()});
    }
    return plotted;
}

std::vector<PlottedRun> TrainingView::visibleRuns() const
{
    std::vector<PlottedRun> visible;
    const std::vector<PlottedRun> all = plottedRuns();
    for (size_t index = 0; index < all.size(); ++index)
        if (isPlotted(*runs_[index]))
            visible.push_back(all[index]);
    return visible;
}

// Losses of different tasks have no common axis: the shown run decides.
bool TrainingView::isPlotted(const FollowedRun &run) const
{
    return run.isVisible() && (!shown_ || run.task() == shown_->task());
}

QString TrainingView::lossTitle() const
{
    const QString task = shown_ ? shown_->task() : QString();
    if (task == "contrastive")
        return tr("Contrastive loss (nats)");
    if (task == "binding")
        return tr("Mean squared error");
    if (task == "classify" && !shown_->history().find("validation/pearson"))
        return tr("Cross-entropy (nats)");
    return tr("Loss");
}

void TrainingView::refresh()
{
    loss_->yAxis->setLabel(lossTitle());
    legend_->setRuns(runs_, plottedRuns(), shown_);
    const std::vector<PlottedRun> runs = visibleRuns();
    settings_.expectedEnd = expectedEnd();
    // The shown run is drawn last, on top of the others.
    std::vector<PlottedRun> drawn = runs;
    const QString top = shown_ ? shown_->name() : QString();
    std::ranges::stable_partition(drawn, [&](const PlottedRun &run) { return run.name != top; });
    loss_->refresh(drawn, settings_);
    small_->refresh(drawn, settings_);
    noteWhatIsMissing();
    refreshValues();
}

// Where the longest run will end, as far as its steps tell.
double TrainingView::expectedEnd() const
{
    double end = 0;
    for (const FollowedRun *run : runs_) {
        const AxisMap map = run->history().axisMap(settings_.axis);
        const auto total = static_cast<double>(run->totalSteps());
        if (!isPlotted(*run) || settings_.axis == TrainingAxis::Time || !map.isKnown())
            continue;
        if (settings_.axis == TrainingAxis::Step)
            end = std::max(end, total);
        else if (run->step() > 0)
            end = std::max(end, map.x(run->step(), 0) * total / static_cast<double>(run->step()));
    }
    return end;
}

// How the curves are smoothed, and which runs cannot be drawn over the chosen axis.
void TrainingView::noteWhatIsMissing()
{
    QString note = smoothing_ > 0 ? tr("training smoothed with %1").arg(smoothing_, 0, 'f', 2)
                                  : tr("training not smoothed");
    QStringList missing;
    for (const FollowedRun *run : runs_)
        if (isPlotted(*run) && !run->history().axisMap(settings_.axis).isKnown())
            missing << run->name();
    if (!missing.isEmpty())
        note += tr("; no %1 known of %2")
                    .arg(settings_.axis == TrainingAxis::Epoch ? tr("epochs") : tr("tokens"),
                         missing.join(QStringLiteral(", ")));
    valuesNote_->setText(note);
}

void TrainingView::refreshValues()
{
    model_->refresh(visibleRuns(), settings_.axis, crosshair_);
}

} // namespace helicase
