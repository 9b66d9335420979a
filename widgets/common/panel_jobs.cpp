#include "widgets/common/panel_jobs.h"

#include "widgets/common/band.h"
#include "widgets/common/job_failure.h"
#include "widgets/common/job_record.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/journal.h"

#include <QFile>

#include <algorithm>

namespace helicase {

PanelJobs::PanelJobs(JobRunner &runner, Band &band, Journal &journal, QObject *parent)
    : QObject(parent), runner_(runner), band_(band), journal_(journal)
{
    connect(&runner_, &JobRunner::jobChanged, this, &PanelJobs::takeChange);
    connect(&runner_, &JobRunner::jobFinished, this, &PanelJobs::takeEnd);
}

QString PanelJobs::start(const JobRequest &request, const QString &messageId, Ended ended)
{
    band_.remove(messageId);
    const QString id = runner_.start(request);
    active_.push_back({id, messageId, std::move(ended)});
    if (const Job *job = runner_.job(id); job && isOver(job->state)) {
        takeEnd(id);
        return id;
    }
    postProgress(messageId);
    Q_EMIT activeChanged();
    return id;
}

void PanelJobs::cancel(const QString &id)
{
    if (std::ranges::find(active_, id, &Active::id) != active_.end())
        runner_.cancel(id);
}

QByteArray PanelJobs::outputOf(const Job &job) const
{
    QFile file(JobRecord(runner_.recordsFolder(), job.id).outputFile());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void PanelJobs::postFailure(const Job &job, const QString &messageId, const QString &headline)
{
    band_.post(failureOf(job, messageId, headline));
    journal_.resolve(QStringLiteral("job.") + job.id);
}

void PanelJobs::takeChange(const QString &id)
{
    const auto found = std::ranges::find(active_, id, &Active::id);
    const Job *job = runner_.job(id);
    if (found != active_.end() && job && !isOver(job->state))
        postProgress(found->messageId);
}

void PanelJobs::takeEnd(const QString &id)
{
    const auto found = std::ranges::find(active_, id, &Active::id);
    const Job *known = runner_.job(id);
    if (found == active_.end() || !known)
        return;
    const Job job = *known; // what is called below may start or remove jobs
    const Active ended = std::move(*found);
    active_.erase(found);
    band_.remove(ended.messageId);
    postProgress(ended.messageId);
    if (job.state == JobState::Failed)
        postFailure(job, ended.messageId, tr("%1 failed.").arg(job.title));
    ended.ended(job);
    Q_EMIT activeChanged();
}

// Nothing where no job of this message is left.
void PanelJobs::postProgress(const QString &messageId)
{
    const Job *shown = nullptr;
    for (const Active &active : active_) {
        const Job *job = active.messageId == messageId ? runner_.job(active.id) : nullptr;
        if (job &&
            (!shown || (shown->state == JobState::Queued && job->state == JobState::Running)))
            shown = job;
    }
    if (!shown)
        return;
    const bool isWaiting = shown->state == JobState::Queued;
    band_.post({.id = messageId,
                .kind = BandKind::Progress,
                .headline = isWaiting ? tr("%1 waits for another job.").arg(shown->title)
                                      : tr("%1 is running.").arg(shown->title),
                .text = shown->stage,
                .actions = {{tr("Cancel"), [this, id = shown->id] { cancel(id); }}},
                .fraction = shown->fraction(),
                .canBeClosed = false});
}

} // namespace helicase
