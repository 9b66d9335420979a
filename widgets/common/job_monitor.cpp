#include "widgets/common/job_monitor.h"

#include "core/base/error.h"
#include "core/base/process.h"
#include "widgets/common/format.h"
#include "widgets/common/job_record.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <csignal>

namespace helicase {

namespace {

constexpr int pollMilliseconds = 200;
// A process that is gone without a status was killed together with its shell.
constexpr int pollsUntilLost = 3;

JobState stateOf(int exitStatus)
{
    switch (ExitStatus(exitStatus)) {
    case ExitStatus::Done:
        return JobState::Done;
    case ExitStatus::Stopped:
        return JobState::Stopped;
    default:
        return JobState::Failed;
    }
}

// The length of a training run stands in its description; 0 as long as that is not written.
int64_t trainingStepsOf(const Job &job)
{
    if (job.words.isEmpty() || job.words.first() != QStringLiteral("train"))
        return 0;
    QFile file(job.folder + QStringLiteral("/run.json"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return QJsonDocument::fromJson(file.readAll()).object().value("total_steps").toInteger();
}

void take(const Event &event, int64_t trainingSteps, Job &job)
{
    if (event.kind == "progress") {
        job.done = event.done;
        job.total = event.total;
        if (!event.text.empty())
            job.stage = QString::fromStdString(event.text);
        else if (event.total > 0)
            job.stage = countOf(event.done, event.total);
    } else if (event.kind == "metrics" && event.step > 0) {
        job.done = event.step;
        job.total = trainingSteps;
        job.stage = trainingSteps > 0
                        ? JobMonitor::tr("step %1").arg(countOf(event.step, trainingSteps))
                        : JobMonitor::tr("step %1").arg(groupedNumber(event.step));
    }
}

} // namespace

JobMonitor::JobMonitor(QString recordsFolder) : recordsFolder_(std::move(recordsFolder)) {}

void JobMonitor::begin()
{
    timer_ = new QTimer(this);
    connect(timer_, &QTimer::timeout, this, &JobMonitor::poll);
    timer_->start(pollMilliseconds);
}

void JobMonitor::follow(const Job &job)
{
    Followed followed;
    followed.job = job;
    followed.events =
        std::make_unique<EventReader>(std::filesystem::path(job.eventsFile.toStdString()));
    followed_[job.id] = std::move(followed);
}

void JobMonitor::forget(const QString &id)
{
    followed_.erase(id);
}

void JobMonitor::poll()
{
    for (auto entry = followed_.begin(); entry != followed_.end();) {
        Followed &followed = entry->second;
        const bool hasNews = readEvents(followed);
        const bool hasEnded = finishWhenEnded(followed);
        if (hasNews || hasEnded)
            Q_EMIT updated(followed.job);
        entry = hasEnded ? followed_.erase(entry) : std::next(entry);
    }
}

bool JobMonitor::readEvents(Followed &followed) const
{
    const std::vector<Event> events = followed.events->poll();
    if (!events.empty() && followed.trainingSteps == 0)
        followed.trainingSteps = trainingStepsOf(followed.job);
    for (const Event &event : events)
        take(event, followed.trainingSteps, followed.job);
    return !events.empty();
}

bool JobMonitor::finishWhenEnded(Followed &followed) const
{
    const JobRecord record(recordsFolder_, followed.job.id);
    const std::optional<int> status = record.exitStatus();
    if (!status && processIsAlive(followed.job.processId)) {
        followed.silentPolls = 0;
        return false;
    }
    if (!status && ++followed.silentPolls < pollsUntilLost)
        return false;
    // The shell adds 128 to the signal that ended the program.
    const int code = status.value_or(128 + SIGKILL);
    followed.job.exitStatus = code;
    followed.job.state = stateOf(code);
    followed.job.finished = QDateTime::currentDateTime();
    followed.job.errorTail = record.errorTail();
    if (code > 128)
        followed.job.errorTail +=
            (followed.job.errorTail.isEmpty() ? QString() : QStringLiteral("\n")) +
            tr("The worker was ended by signal %1.").arg(code - 128);
    return true;
}

} // namespace helicase
