#include "widgets/binding/live_training.h"

#include "widgets/common/categories.h"
#include "widgets/common/format.h"
#include "widgets/common/section_header.h"
#include "widgets/common/widgets.h"
#include "widgets/train/followed_run.h"
#include "widgets/train/metric_plot.h"

#include <QVBoxLayout>

namespace helicase {

namespace {

constexpr QCPScatterStyle::ScatterShape shapes[] = {QCPScatterStyle::ssDisc,
                                                    QCPScatterStyle::ssSquare};

QString lineOf(const FollowedRun &run)
{
    QString text = LiveTraining::tr("%1: %2").arg(run.name(), FollowedRun::stateText(run.state()));
    if (run.step() > 0)
        text += LiveTraining::tr(", step %1")
                    .arg(run.totalSteps() > 0 ? countOf(run.step(), run.totalSteps())
                                              : groupedNumber(run.step()));
    if (const auto r = run.history().latest("validation/pearson"))
        text += LiveTraining::tr(", validation r %1").arg(fixedNumber(*r, 3));
    return text;
}

} // namespace

LiveTraining::LiveTraining(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    setObjectName(QStringLiteral("binding.training"));
    plot_ = new MetricPlot(theme, QStringLiteral("binding.training.plot"), tr("Training loss"),
                           metric::trainLoss, MetricPlot::Size::Small, 1, this);
    plot_->setAxisTitles(tr("Step"), tr("MSE"));
    plot_->setMinimumHeight(120);
    state_ = mutedLabel({}, this);
    state_->setObjectName(QStringLiteral("binding.training.state"));
    state_->setWordWrap(true);
    state_->setContentsMargins(10, 0, 10, 8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(new SectionHeader(tr("Training"), this));
    layout->addWidget(plot_);
    layout->addWidget(state_);
    setVisible(false);
    connect(&theme_, &Theme::changed, this, &LiveTraining::refresh);
}

LiveTraining::~LiveTraining() = default;

void LiveTraining::follow(const QStringList &runFolders)
{
    plot_->refresh({}, {}); // it keeps no history of runs that go
    runs_.clear();
    for (const QString &folder : runFolders) {
        FollowedRun *run = runs_.emplace_back(std::make_unique<FollowedRun>(folder)).get();
        connect(run, &FollowedRun::changed, this, &LiveTraining::refresh);
        connect(run, &FollowedRun::stateChanged, this, &LiveTraining::measured);
    }
    setVisible(!runs_.empty());
    refresh();
}

QString LiveTraining::text() const
{
    QStringList lines;
    for (const auto &run : runs_)
        lines << lineOf(*run);
    return lines.join(u'\n');
}

void LiveTraining::refresh()
{
    std::vector<PlottedRun> plotted;
    for (const auto &run : runs_) {
        const auto place = plotted.size();
        plotted.push_back({.name = run->name(),
                           .color = categoryStyle(static_cast<int>(place), theme_.isDark()).color,
                           .shape = shapes[place % std::size(shapes)],
                           .history = &run->history()});
    }
    plot_->refresh(plotted, {});
    state_->setText(text());
}

} // namespace helicase
