#include "widgets/train/run_inspector.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/train/device_meters.h"
#include "widgets/train/followed_run.h"
#include "widgets/train/run_controls.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace helicase {

namespace {

struct StateLook {
    const char *icon;
    ColorRole color;
};

StateLook lookOf(RunState state)
{
    switch (state) {
    case RunState::Starting:
        return {"clock", ColorRole::Muted};
    case RunState::Running:
        return {"play", ColorRole::Success};
    case RunState::Paused:
        return {"pause", ColorRole::Warning};
    case RunState::Done:
        return {"check", ColorRole::Success};
    case RunState::Stopped:
        return {"stop", ColorRole::Muted};
    case RunState::Failed:
        return {"error", ColorRole::Error};
    case RunState::NoSignal:
        return {"warning", ColorRole::Warning};
    }
    return {"info", ColorRole::Muted};
}

QString clockText(double secondsSinceEpoch)
{
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(secondsSinceEpoch * 1000))
        .toString("HH:mm:ss");
}

} // namespace

RunInspector::RunInspector(Theme &theme, ActionRegistry &actions, QWidget *owner, QWidget *parent)
    : QWidget(parent), theme_(theme)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildHead(layout);
    controls_ = new RunControls(actions, owner, this);
    connect(controls_, &RunControls::stopRequested, this, &RunInspector::refreshState);
    layout->addWidget(controls_);
    buildFacts(layout);
    connect(&theme_, &Theme::changed, this, [this] {
        shownEvents_ = 0;
        refresh();
    });
    setRun(nullptr);
}

void RunInspector::buildHead(QVBoxLayout *layout)
{
    auto *head = new QHBoxLayout;
    head->setContentsMargins(10, 8, 10, 4);
    name_ = new QLabel(this);
    name_->setObjectName("train.run.name");
    setRole(name_, "strong");
    head->addWidget(name_, 1);
    stateIcon_ = new QLabel(this);
    head->addWidget(stateIcon_);
    state_ = new QLabel(this);
    state_->setObjectName("train.run.state");
    head->addWidget(state_);
    layout->addLayout(head);

    auto *meter = new QVBoxLayout;
    meter->setContentsMargins(10, 2, 10, 8);
    bar_ = new QProgressBar(this);
    bar_->setObjectName("train.run.progress");
    bar_->setAccessibleName(tr("Progress of the run"));
    bar_->setTextVisible(false);
    meter->addWidget(bar_);
    meter->addSpacing(5);
    auto *figures = new QHBoxLayout;
    steps_ = new QLabel(this);
    steps_->setObjectName("train.run.steps");
    steps_->setFont(secondaryFont());
    figures->addWidget(steps_, 1);
    timeLeft_ = mutedLabel({}, this);
    timeLeft_->setObjectName("train.run.timeLeft");
    figures->addWidget(timeLeft_);
    meter->addLayout(figures);
    layout->addLayout(meter);
}

void RunInspector::buildFacts(QVBoxLayout *layout)
{
    layout->addWidget(horizontalLine(this));
    layout->addWidget(new SectionHeader(tr("Device"), this));
    device_ = new DeviceMeters(this);
    layout->addWidget(device_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(new SectionHeader(tr("Progress"), this));
    progress_ = new FactList(this);
    progress_->setObjectName("train.figures");
    layout->addWidget(progress_);
    layout->addWidget(horizontalLine(this));
    auto *header = new SectionHeader(tr("Events"), this);
    QToolButton *log = linkButton(tr("Open log"), "train.openLog", this);
    connect(log, &QToolButton::clicked, this, [this] {
        if (run_)
            openInSystem(QString::fromStdString(run_->files().log().string()));
    });
    header->addWidget(log);
    layout->addWidget(header);
    events_ = new QListWidget(this);
    events_->setObjectName("train.events");
    events_->setAccessibleName(tr("Events of the run"));
    events_->setFrameShape(QFrame::NoFrame);
    events_->setFont(secondaryFont());
    events_->setWordWrap(true);
    events_->setSpacing(2);
    events_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    events_->setMinimumHeight(120);
    events_->setStyleSheet(QStringLiteral("QListWidget { padding-left: 7px; }"));
    layout->addWidget(events_, 1);
}

void RunInspector::setRun(FollowedRun *run)
{
    run_ = run;
    shownEvents_ = 0;
    newestShown_ = 0;
    events_->clear();
    controls_->setRun(run);
    refresh();
}

void RunInspector::refresh()
{
    controls_->refresh();
    refreshState();
    refreshProgress();
    refreshFacts();
    refreshEvents();
}

void RunInspector::refreshState()
{
    name_->setText(run_ ? run_->name() : tr("No run"));
    name_->setToolTip(run_ ? run_->folder() : QString());
    if (!run_) {
        state_->clear();
        stateIcon_->clear();
        return;
    }
    const StateLook look = lookOf(run_->state());
    const QColor color = theme_.color(look.color);
    stateIcon_->setPixmap(iconPixmap(look.icon, color, 14, devicePixelRatioF()));
    state_->setText(controls_->isStopping() ? tr("Stopping")
                                            : FollowedRun::stateText(run_->state()));
    setRole(state_, look.color == ColorRole::Success   ? "success"
                    : look.color == ColorRole::Error   ? "error"
                    : look.color == ColorRole::Warning ? "warning"
                                                       : "muted");
}

void RunInspector::refreshProgress()
{
    if (!run_) {
        bar_->setRange(0, 1);
        bar_->setValue(0);
        steps_->setText(tr("Start a run or attach one."));
        timeLeft_->clear();
        return;
    }
    const int64_t total = run_->totalSteps();
    const int64_t step = run_->step();
    bar_->setRange(0, static_cast<int>(std::max<int64_t>(1, total)));
    bar_->setValue(static_cast<int>(std::min(step, std::max<int64_t>(1, total))));
    if (total <= 0) {
        const QString activity = QString::fromStdString(run_->history().activity());
        steps_->setText(activity.isEmpty() ? tr("Loading data and model") : activity);
    } else {
        steps_->setText(tr("Step %1 (%2)")
                            .arg(countOf(step, total),
                                 percent(static_cast<double>(step) / static_cast<double>(total))));
    }
    const bool isMoving = run_->state() == RunState::Running;
    const double left = run_->secondsLeft();
    timeLeft_->setText(isMoving && left >= 0 ? timeLeftText(left) : QString());
}

// Facts that do not apply are hidden; those that stay keep their place ten times a second.
void RunInspector::refreshFacts()
{
    device_->refresh(run_);
    if (!run_) {
        progress_->clear();
        return;
    }
    const RunHistory &history = run_->history();
    const auto rate = [&](std::string_view metric, const QString &text) {
        const auto value = history.latest(metric);
        return value ? text.arg(groupedNumber(std::llround(*value))) : QString();
    };
    const auto samples = history.latest(metric::samplesSeen);
    const QString epochs = history.lastEpoch() > 0
                               ? tr("%1 epochs").arg(fixedNumber(history.lastEpoch(), 2))
                               : QString();
    const MetricSeries *loss = history.validationLoss();
    const std::optional<RunSummary> &summary = run_->summary();
    progress_->setFact(tr("Throughput"), rate(metric::throughput, tr("%1 tokens/s")));
    progress_->setFact(tr("Samples"), rate(metric::sampleRate, tr("%1 per second")));
    progress_->setFact(
        tr("Data seen"),
        samples ? tr("%1 samples (%2)").arg(groupedNumber(std::llround(*samples)), epochs)
                : epochs);
    progress_->setFact(tr("Tokens seen"), rate(metric::tokensSeen, QStringLiteral("%1")));
    progress_->setFact(tr("Lowest validation loss"),
                       loss && loss->statistics()
                           ? tr("%1 at step %2")
                                 .arg(shortNumber(loss->statistics()->minimum),
                                      groupedNumber(loss->statistics()->minimumStep))
                           : QString());
    progress_->setFact(tr("Best checkpoint"),
                       summary && summary->bestStep
                           ? tr("step %1").arg(groupedNumber(*summary->bestStep))
                           : QString());
    progress_->setFact(tr("Started"),
                       summary && summary->started > 0 ? momentText(summary->started) : QString());
}

void RunInspector::refreshEvents()
{
    if (!run_)
        return;
    const auto &log = run_->history().log();
    const double newest = log.empty() ? 0 : log.back().time;
    const int64_t best = run_->history().bestStep();
    if (log.size() == shownEvents_ && newest == newestShown_ && best == shownBest_)
        return;
    shownBest_ = best;
    shownEvents_ = log.size();
    newestShown_ = newest;
    events_->clear();
    for (auto entry = log.rbegin(); entry != log.rend(); ++entry) {
        const bool isBest = entry->checkpoint >= 0 && entry->checkpoint == best;
        const QString text = QString::fromStdString(entry->text);
        auto *item = new QListWidgetItem(clockText(entry->time) + QStringLiteral("  ") +
                                             (isBest ? tr("%1, best so far").arg(text) : text),
                                         events_);
        if (entry->level == RunLogEntry::Level::Warning)
            item->setForeground(theme_.color(ColorRole::Warning));
        if (entry->level == RunLogEntry::Level::Error)
            item->setForeground(theme_.color(ColorRole::Error));
        item->setToolTip(item->text());
    }
}

} // namespace helicase
