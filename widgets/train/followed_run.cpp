#include "widgets/train/followed_run.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace helicase {

namespace {

// Steps whose pace predicts the rest.
constexpr std::ptrdiff_t paceWindow = 50;

std::optional<RunState> stateNamed(const std::string &name)
{
    for (const RunState state : {RunState::Starting, RunState::Running, RunState::Paused,
                                 RunState::Done, RunState::Stopped, RunState::Failed})
        if (nameOf(state) == name)
            return state;
    return std::nullopt;
}

bool isOver(RunState state)
{
    return state == RunState::Done || state == RunState::Stopped || state == RunState::Failed;
}

} // namespace

QString FollowedRun::stateText(RunState state)
{
    switch (state) {
    case RunState::Starting:
        return tr("Starting");
    case RunState::Running:
        return tr("Running");
    case RunState::Paused:
        return tr("Paused");
    case RunState::Done:
        return tr("Done");
    case RunState::Stopped:
        return tr("Stopped");
    case RunState::Failed:
        return tr("Failed");
    case RunState::NoSignal:
        return tr("No signal");
    }
    return {};
}

FollowedRun::FollowedRun(const QString &folder, QObject *parent)
    : QObject(parent), folder_(QDir::cleanPath(folder)), follower_(folder_.toStdString())
{
    connect(&follower_, &RunFollower::eventsArrived, this, &FollowedRun::takeEvents);
    connect(&follower_, &RunFollower::summaryChanged, this, &FollowedRun::takeSummary);
    connect(&follower_, &RunFollower::unreadable, this, &FollowedRun::unreadable);
}

QString FollowedRun::name() const
{
    return summary_ ? QString::fromStdString(summary_->name) : QFileInfo(folder_).fileName();
}

QString FollowedRun::task() const
{
    return summary_ ? QString::fromStdString(summary_->task) : QString();
}

void FollowedRun::setSmoothing(double factor)
{
    history_.setSmoothing(factor);
}

RunState FollowedRun::state() const
{
    const auto told = stateNamed(history_.stateName());
    // Only the summary knows that a worker has ended without a word.
    if (summary_ && summary_->state == RunState::NoSignal && (!told || !isOver(*told)))
        return RunState::NoSignal;
    if (told)
        return *told;
    if (summary_)
        return summary_->state;
    return failedStart_ ? RunState::Failed : RunState::Starting;
}

void FollowedRun::setFailedStart(const Job &job)
{
    failedStart_ = job;
    reportState();
    Q_EMIT changed();
}

bool FollowedRun::isActive() const
{
    const RunState now = state();
    return now == RunState::Starting || now == RunState::Running || now == RunState::Paused;
}

double FollowedRun::secondsLeft() const
{
    if (const auto told = history_.latest(metric::secondsLeft))
        return *told;
    const MetricSeries *loss = history_.find(metric::trainLoss);
    if (!loss || totalSteps() <= 0 || loss->points().size() < 2)
        return -1;
    const auto points = loss->points();
    const MetricPoint &last = points.back();
    const auto window = std::min<std::ptrdiff_t>(paceWindow, std::ssize(points) - 1);
    const MetricPoint &before = points[points.size() - 1 - static_cast<size_t>(window)];
    if (last.step <= before.step)
        return -1;
    const double secondsPerStep =
        (last.seconds - before.seconds) / static_cast<double>(last.step - before.step);
    return secondsPerStep * static_cast<double>(std::max<int64_t>(0, totalSteps() - last.step));
}

void FollowedRun::setVisible(bool visible)
{
    isVisible_ = visible;
    Q_EMIT changed();
}

void FollowedRun::takeEvents(const std::vector<Event> &events)
{
    history_.take(events);
    reportState();
    Q_EMIT changed();
}

void FollowedRun::takeSummary(const RunSummary &summary)
{
    summary_ = summary;
    history_.setBestStep(summary.bestStep);
    failedStart_.reset();
    reportState();
    Q_EMIT changed();
}

void FollowedRun::reportState()
{
    const RunState now = state();
    if (reportedState_ == now)
        return;
    const RunState before = reportedState_.value_or(now);
    reportedState_ = now;
    Q_EMIT stateChanged(before, now);
}

} // namespace helicase
