#include "widgets/runs/run_comparison.h"

#include "widgets/common/flow_layout.h"
#include "widgets/common/icon.h"
#include "widgets/common/plot_view.h"
#include "widgets/common/section_header.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/runs/settings_model.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSet>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace helicase {

namespace {

// Up to so many points of a curve carry its marker each; of longer ones every n-th does.
constexpr int mostMarkers = 24;
constexpr int settingWidth = 140;
constexpr int valueWidth = 160;
constexpr qsizetype mostStretched = 4;

// Shown first where the runs have it.
const QStringList mainMetrics{QStringLiteral("validation/loss"), QStringLiteral("validation/mse"),
                              QStringLiteral("train/loss")};

QCPScatterStyle::ScatterShape shapeOf(Marker marker)
{
    switch (marker) {
    case Marker::Disc:
        return QCPScatterStyle::ssDisc;
    case Marker::Square:
        return QCPScatterStyle::ssSquare;
    case Marker::TriangleUp:
        return QCPScatterStyle::ssTriangle;
    case Marker::Diamond:
        return QCPScatterStyle::ssDiamond;
    case Marker::TriangleDown:
        return QCPScatterStyle::ssTriangleInverted;
    case Marker::Plus:
        return QCPScatterStyle::ssPlus;
    case Marker::Ring:
        return QCPScatterStyle::ssCircle;
    case Marker::Cross:
        return QCPScatterStyle::ssCross;
    case Marker::Star:
        return QCPScatterStyle::ssStar;
    }
    return QCPScatterStyle::ssDisc;
}

QToolButton *smallButton(const QString &name, const QString &iconName, const QString &help,
                         QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(name);
    button->setIcon(icon(iconName));
    button->setToolTip(help);
    button->setAccessibleName(help);
    button->setAutoRaise(true);
    return button;
}

// Their names where these tell them apart, else as much of their paths as that takes.
QStringList namesOf(const RunRows &runs)
{
    QStringList names;
    std::vector<std::filesystem::path> folders;
    for (const RunRow &row : runs) {
        names += QString::fromStdString(row.summary.name);
        folders.push_back(row.summary.folder);
    }
    if (QSet<QString>(names.begin(), names.end()).size() == names.size())
        return names;
    names.clear();
    for (const std::string &name : distinctNames(folders))
        names += QString::fromStdString(name);
    return names;
}

} // namespace

RunComparison::RunComparison(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    setObjectName(QStringLiteral("runs.comparison"));
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(QStringLiteral("runs.comparison.splitter"));
    splitter->addWidget(makeDifferences());
    splitter->addWidget(makePlot(theme));
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({600, 440});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(&theme_, &Theme::changed, this, [this] {
        refreshLegend();
        draw();
    });
}

QWidget *RunComparison::makeDifferences()
{
    auto *side = new QWidget(this);
    settings_ = new SettingsModel(this);
    header_ = new SectionHeader(tr("Differences"), side);
    auto *onlyDifferent = new QCheckBox(tr("Only differences"), side);
    onlyDifferent->setObjectName(QStringLiteral("runs.diff.only"));
    onlyDifferent->setAccessibleName(tr("Show only what differs"));
    onlyDifferent->setChecked(true);
    header_->addWidget(onlyDifferent);
    QToolButton *copy = smallButton(QStringLiteral("runs.diff.copy"), QStringLiteral("copy"),
                                    tr("Copy the table, tab-separated"), side);
    header_->addWidget(copy);
    table_ = new QTableView(side);
    table_->setModel(settings_);
    setUpTable(table_, QStringLiteral("runs.diff"), tr("Differences between the ticked runs"));
    table_->setSortingEnabled(false);
    table_->horizontalHeader()->setStretchLastSection(true);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header_);
    layout->addWidget(table_, 1);
    connect(onlyDifferent, &QCheckBox::toggled, settings_, [this](bool isOnly) {
        settings_->setShown(isOnly ? ShownSettings::Different : ShownSettings::All);
    });
    connect(copy, &QToolButton::clicked, this, [this] { copyTable(table_); });
    return side;
}

QWidget *RunComparison::makePlot(Theme &theme)
{
    auto *side = new QWidget(this);
    setRole(side, "canvas");
    side->setAttribute(Qt::WA_StyledBackground);
    metrics_ = new QComboBox(side);
    metrics_->setObjectName(QStringLiteral("runs.plot.metric"));
    metrics_->setAccessibleName(tr("Metric in the plot"));
    metrics_->setMinimumWidth(140);
    legend_ = new QWidget(side);
    legend_->setObjectName(QStringLiteral("runs.plot.legend"));
    legendEntries_ = new FlowLayout(12, 2, legend_);
    legendEntries_->setContentsMargins(10, 0, 10, 2);
    logarithmic_ = smallButton(QStringLiteral("runs.plot.log"), QStringLiteral("axis-log"),
                               tr("Logarithmic axis"), side);
    logarithmic_->setCheckable(true);
    QToolButton *save = smallButton(QStringLiteral("runs.plot.export"), QStringLiteral("export"),
                                    tr("Export the plot"), side);
    plot_ = new PlotView(theme, QStringLiteral("runs.plot"), tr("Metric of the ticked runs"), side);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->addWidget(metrics_);
    bar->addStretch();
    bar->addWidget(logarithmic_);
    bar->addWidget(save);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(legend_);
    layout->addWidget(plot_, 1);
    connect(metrics_, &QComboBox::activated, this, &RunComparison::metricChosen);
    connect(logarithmic_, &QToolButton::toggled, this, [this](bool isLogarithmic) {
        plot_->setLogarithmic(isLogarithmic);
        fit();
    });
    connect(plot_, &PlotView::resetRequested, this, &RunComparison::fit);
    connect(save, &QToolButton::clicked, this,
            [this] { plot_->exportWithDialog(QStringLiteral("runs")); });
    return side;
}

void RunComparison::setRuns(const RunRows &runs)
{
    std::vector<std::vector<RunSetting>> settings;
    for (const RunRow &row : runs)
        settings.push_back(row.settings ? *row.settings : std::vector<RunSetting>());
    const QStringList names = namesOf(runs);
    runs_ = runs;
    const bool isSameSet = names == std::exchange(names_, names);
    settings_->setSettings(names_, compareSettings(settings));
    header_->setSummary(
        tr("%1 of %2 settings").arg(settings_->differenceCount()).arg(settings_->settingCount()));
    refreshMetrics();
    if (isSameSet)
        return;
    table_->setColumnWidth(0, settingWidth);
    // Few columns share the room there is; many are scrolled.
    const bool areFew = names_.size() <= mostStretched;
    table_->setHorizontalScrollBarPolicy(areFew ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    for (int column = 1; column < settings_->columnCount(); ++column) {
        table_->setColumnWidth(column, valueWidth);
        table_->horizontalHeader()->setSectionResizeMode(column, areFew ? QHeaderView::Stretch
                                                                        : QHeaderView::Interactive);
    }
    refreshLegend();
}

QString RunComparison::metric() const
{
    return metrics_->currentText();
}

void RunComparison::refreshMetrics()
{
    std::set<std::string> found;
    for (const RunRow &row : runs_)
        if (row.metrics)
            for (const auto &[name, metric] : *row.metrics)
                found.insert(name);
    QStringList names;
    for (const QString &name : mainMetrics)
        if (found.erase(name.toStdString()) > 0)
            names += name;
    for (const std::string &name : found)
        names += QString::fromStdString(name);
    QStringList shown;
    for (int i = 0; i < metrics_->count(); ++i)
        shown += metrics_->itemText(i);
    if (shown == names)
        return;
    const QString chosen = metric();
    metrics_->clear();
    metrics_->addItems(names);
    metrics_->setCurrentIndex(std::max(0, int(names.indexOf(chosen))));
    if (metric() != chosen)
        Q_EMIT metricChosen();
}

CategoryStyle RunComparison::styleOf(const std::filesystem::path &folder) const
{
    const auto run = std::ranges::find_if(
        runs_, [&](const RunRow &row) { return row.summary.folder == folder; });
    const QString name = names_.value(run - runs_.begin());
    const int index = categoryIndex(name, sortedLabels(names_));
    CategoryStyle style = categoryStyle(index, theme_.isDark());
    style.marker = static_cast<Marker>(index % (int(Marker::Star) + 1));
    return style;
}

void RunComparison::refreshLegend()
{
    while (QLayoutItem *item = legendEntries_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (qsizetype i = 0; i < names_.size(); ++i) {
        auto *entry = new QWidget(legend_);
        auto *layout = new QHBoxLayout(entry);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(4);
        layout->addWidget(new LegendDot(styleOf(runs_[size_t(i)].summary.folder), entry));
        layout->addWidget(new QLabel(names_[i], entry));
        legendEntries_->addWidget(entry);
    }
}

void RunComparison::setCurves(const RunCurves &curves)
{
    curves_ = curves;
    draw();
}

void RunComparison::draw()
{
    plot_->clearGraphs();
    plot_->setAxisTitles(tr("Step"), curves_.metric);
    QStringList drawn;
    for (const RunRow &row : runs_) {
        const auto curve = std::ranges::find(curves_.runs, row.summary.folder, &RunCurve::folder);
        if (curve == curves_.runs.end() || curves_.metric != metric())
            continue;
        const CategoryStyle style = styleOf(row.summary.folder);
        const QString name = names_.value(&row - runs_.data());
        QCPGraph *graph = plot_->addSmoothCurve(name, style.color);
        graph->setScatterStyle(QCPScatterStyle(shapeOf(style.marker), style.color, style.color, 6));
        graph->setScatterSkip(int(curve->points.size()) / mostMarkers);
        for (const StepValue &point : curve->points)
            graph->addData(double(point.step), point.value);
        drawn += name;
    }
    plot_->setDescription(tr("%1 of %2").arg(curves_.metric, drawn.join(QStringLiteral(", "))));
    if (plot_->followsData())
        fit();
    plot_->scheduleReplot();
}

// Runs begin at step 0, and so does the axis; markers at its end stay whole.
void RunComparison::fit()
{
    plot_->fitToData();
    plot_->xAxis->setRange(0, std::max(plot_->xAxis->range().upper, 1.0) * 1.02);
}

} // namespace helicase
