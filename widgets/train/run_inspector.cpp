#include "widgets/train/run_inspector.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/run/control.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/train/followed_run.h"
#include "widgets/train/machine_load.h"

#include <QDateTime>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
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
    buildControls(layout, actions, owner);
    buildFacts(layout);
    connect(&theme_, &Theme::changed, this, [this] {
        shownEvents_ = 0;
        refresh();
    });
    setRun(nullptr);
}

void RunInspector::buildControls(QVBoxLayout *layout, ActionRegistry &actions, QWidget *owner)
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

    const auto add = [&](const char *name, const QString &text, const char *iconName,
                         const QString &help, std::function<void()> function) {
        return actions.add({.objectName = name,
                            .text = text,
                            .panel = "train",
                            .icon = iconName,
                            .help = help,
                            .function = std::move(function)},
                           owner);
    };
    pause_ = add("train.pause", tr("Pause"), "pause", tr("Holds the run after the current step."),
                 [this] { pauseOrResume(); });
    checkpoint_ = add("train.checkpoint", tr("Checkpoint"), "flag", tr("Saves the state now."),
                      [this] { requestCheckpoint(); });
    stop_ = add("train.stop", tr("Stop and save"), "stop", tr("Saves the state and ends the run."),
                [this] { requestStop(); });
    auto *buttons = new QGridLayout;
    buttons->setContentsMargins(10, 0, 10, 8);
    buttons->setSpacing(6);
    buttons->addWidget(actionButton(pause_, this), 0, 0);
    buttons->addWidget(actionButton(checkpoint_, this), 0, 1);
    buttons->addWidget(actionButton(stop_, this), 1, 0, 1, 2);
    layout->addLayout(buttons);

    auto *rateLine = new QHBoxLayout;
    rateLine->setContentsMargins(10, 0, 10, 10);
    rateLine->setSpacing(6);
    rateLine->addWidget(mutedLabel(tr("Learning rate"), this));
    rate_ = new QLineEdit(this);
    rate_->setObjectName("train.learningRate");
    rate_->setAccessibleName(tr("New highest learning rate"));
    rate_->setToolTip(tr("The highest rate of the schedule, which goes on from there."));
    rateLine->addWidget(rate_, 1);
    apply_ = new QPushButton(tr("Apply"), this);
    apply_->setObjectName("train.learningRate.apply");
    apply_->setAccessibleName(tr("Apply the learning rate"));
    rateLine->addWidget(apply_);
    layout->addLayout(rateLine);
    connect(apply_, &QPushButton::clicked, this, &RunInspector::applyLearningRate);
    connect(rate_, &QLineEdit::returnPressed, this, &RunInspector::applyLearningRate);
}

void RunInspector::buildFacts(QVBoxLayout *layout)
{
    layout->addWidget(horizontalLine(this));
    layout->addWidget(new SectionHeader(tr("Device"), this));
    device_ = new FactList(this);
    device_->setObjectName("train.device");
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
    isStopping_ = false;
    shownEvents_ = 0;
    newestShown_ = 0;
    events_->clear();
    rate_->clear();
    refresh();
}

void RunInspector::refresh()
{
    refreshState();
    refreshProgress();
    refreshFacts();
    refreshEvents();
}

void RunInspector::refreshState()
{
    const bool isActive = run_ && run_->isActive();
    if (!isActive)
        isStopping_ = false;
    pause_->setEnabled(isActive && !isStopping_);
    checkpoint_->setEnabled(isActive && !isStopping_);
    stop_->setEnabled(isActive && !isStopping_);
    rate_->setEnabled(isActive);
    apply_->setEnabled(isActive);
    const bool isPaused = run_ && run_->state() == RunState::Paused;
    pause_->setText(isPaused ? tr("Resume") : tr("Pause"));
    pause_->setIcon(icon(isPaused ? "play" : "pause"));
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
    state_->setText(isStopping_ ? tr("Stopping") : FollowedRun::stateText(run_->state()));
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
    timeLeft_->setText(isMoving && left >= 0 ? tr("%1 left").arg(durationText(left)) : QString());
}

// Facts that do not apply are hidden; those that stay keep their place ten times a second.
void RunInspector::refreshFacts()
{
    if (!run_) {
        device_->clear();
        progress_->clear();
        return;
    }
    refreshDevice();
    const RunHistory &history = run_->history();
    const MetricSeries *throughput = history.find(metric::throughput);
    const MetricSeries *loss = history.validationLoss();
    const bool hasStarted = run_->summary() && run_->summary()->started > 0;
    progress_->setFact(
        tr("Throughput"),
        throughput && throughput->statistics()
            ? tr("%1 tokens/s").arg(groupedNumber(std::llround(throughput->statistics()->last)))
            : QString());
    progress_->setFact(tr("Data seen"),
                       history.lastEpoch() > 0
                           ? tr("%1 epochs").arg(fixedNumber(history.lastEpoch(), 2))
                           : QString());
    progress_->setFact(tr("Lowest validation loss"),
                       loss && loss->statistics()
                           ? tr("%1 at step %2")
                                 .arg(shortNumber(loss->statistics()->minimum),
                                      groupedNumber(loss->statistics()->minimumStep))
                           : QString());
    const auto best = run_->summary() ? run_->summary()->bestStep : std::nullopt;
    progress_->setFact(tr("Best checkpoint"),
                       best ? tr("step %1").arg(groupedNumber(*best)) : QString());
    progress_->setFact(tr("Started"),
                       hasStarted ? momentText(run_->summary()->started) : QString());
    if (!rate_->hasFocus() && rate_->text().isEmpty())
        if (const MetricSeries *rate = history.find(metric::learningRate);
            rate && rate->statistics())
            rate_->setPlaceholderText(shortNumber(rate->statistics()->last));
}

void RunInspector::refreshDevice()
{
    const auto process = run_->summary() ? run_->summary()->processId : 0;
    const bool works = run_->isActive() && process > 0;
    const MachineLoad load = works ? loadOfProcess(process) : MachineLoad{};
    device_->setFact(tr("CPU"), works ? tr("%1, %2 threads").arg(load.cpuText()).arg(load.threads)
                                      : QString());
    device_->setFact(tr("Memory"), works ? load.memoryText() : QString());
    QString worker;
    if (run_->state() == RunState::NoSignal)
        worker = tr("no signal for %1")
                     .arg(durationText(std::max(0.0, double(QDateTime::currentSecsSinceEpoch()) -
                                                         run_->summary()->lastEvent)));
    else if (!works)
        worker = run_->isActive() ? tr("starting") : tr("ended");
    device_->setFact(tr("Worker"), worker);
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

void RunInspector::pauseOrResume()
{
    if (run_)
        send({.request = run_->state() == RunState::Paused ? "resume" : "pause"});
}

void RunInspector::requestCheckpoint()
{
    send({.request = "checkpoint"});
}

void RunInspector::requestStop()
{
    if (!run_ || !run_->isActive())
        return;
    isStopping_ = true;
    send({.request = "stop"});
    refreshState();
}

void RunInspector::applyLearningRate()
{
    const auto rate = parseReal(rate_->text().trimmed().toStdString());
    if (!rate || *rate < 0 || !std::isfinite(*rate)) {
        rate_->setProperty("mistake", true);
        rate_->setToolTip(tr("A number of at least 0, such as 1e-4, is needed."));
        setRole(rate_, "");
        return;
    }
    rate_->setProperty("mistake", false);
    setRole(rate_, "");
    send({.request = "set_lr", .learningRate = *rate});
}

// The worker looks once per step.
void RunInspector::send(const ControlRequest &request)
{
    if (!run_)
        return;
    try {
        appendControlRequest(run_->files().control(), request);
    } catch (const Error &error) {
        isStopping_ = false;
        Q_EMIT requestFailed(QString::fromStdString(error.line()));
    }
}

} // namespace helicase
