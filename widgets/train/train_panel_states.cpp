// The states of the shown run as the Train panel tells them: band, toast, details.
#include "widgets/train/train_panel.h"

#include "widgets/common/format.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/journal.h"
#include "widgets/common/widgets.h"
#include "widgets/train/run_controls.h"
#include "widgets/train/run_inspector.h"
#include "widgets/train/run_results.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>

#include <algorithm>

namespace helicase {

void TrainPanel::runStateChanged(FollowedRun *run, RunState before, RunState now)
{
    setWorking(std::ranges::any_of(runs_, &FollowedRun::isActive));
    if (before != now)
        notify(*run, now);
    // What begins while the shown run is over is what one wants to see.
    const bool hasBegun = before == RunState::Starting && now == RunState::Running;
    if (hasBegun && shown_ && run != shown_ && !shown_->isActive())
        showRun(run);
    if (run != shown_)
        return;
    refreshBand();
    if (before != now && now == RunState::Done)
        showResultWhenDone_ = true;
    results_->refresh();
}

// Also while another panel or another program is in front.
void TrainPanel::notify(const FollowedRun &run, RunState state)
{
    if (state != RunState::Done && state != RunState::Failed)
        return;
    const QString step = groupedNumber(run.step());
    const QString text = state == RunState::Done
                             ? tr("%1 finished after %2 steps.").arg(run.name(), step)
                             : tr("Training failed at step %1.").arg(step);
    if (!context().jobs.jobOfFolder(run.folder()))
        context().notify(run.name(), text);
    if (state == RunState::Done)
        return context().toast(text);
    // The band tells of the shown run, in the list of problems too.
    if (&run == shown_)
        return;
    const QString id = "train.failed." + run.folder();
    context().journal.post({.id = id,
                            .severity = Severity::Error,
                            .place = run.name(),
                            .text = text,
                            .actionText = tr("Show"),
                            .action = [this, id, folder = run.folder()] {
                                context().journal.resolve(id);
                                context().openPanel(QStringLiteral("train"), folder);
                            }});
}

// The turn of a run that waited has come, or it waits no more.
void TrainPanel::jobChanged(const QString &id)
{
    const Job *job = queued_.contains(id) ? context().jobs.job(id) : nullptr;
    if (!job || job->state == JobState::Queued)
        return;
    queued_.remove(id);
    if (job->state == JobState::Cancelled)
        return;
    FollowedRun *run = follow(job->folder);
    // The end of a worker may be known before the last events of its run are read.
    const Job *shownJob = shown_ ? context().jobs.jobOfFolder(shown_->folder()) : nullptr;
    const bool hasEnded = shownJob && isOver(shownJob->state);
    if (!shown_ || !shown_->isActive() || hasEnded)
        showRun(run);
}

// A worker that dies before it has a run folder leaves only its error output.
void TrainPanel::jobFinished(const QString &id)
{
    const Job *job = context().jobs.job(id);
    if (!job || job->state != JobState::Failed)
        return;
    const QString folder = QDir::cleanPath(job->folder);
    const auto run =
        std::ranges::find(runs_, folder, [](FollowedRun *each) { return each->folder(); });
    if (run == runs_.end())
        return;
    if (!(*run)->summary())
        (*run)->setFailedStart(*job);
    else if (*run == shown_ && shown_->state() != RunState::Failed)
        postFailure(*job, "train.state", tr("The worker ended with an error."));
    // What the band tells stands in the list of problems; the job's own line would say it again.
    if (*run == shown_)
        context().journal.resolve("job." + id);
}

void TrainPanel::refreshBand()
{
    band()->remove("train.state");
    heldUpBy_.clear();
    if (!shown_)
        return;
    const RunHistory &history = shown_->history();
    heldUpBy_ = QString::fromStdString(history.diskFullText() + history.stallText());
    if (shown_->isActive() && !heldUpBy_.isEmpty())
        return postHoldUp();
    switch (shown_->state()) {
    case RunState::Failed:
        tellFailure();
        break;
    case RunState::NoSignal:
        postNoSignal();
        break;
    case RunState::Paused:
        band()->post({.id = "train.state",
                      .kind = BandKind::Info,
                      .headline = tr("Paused at step %1.").arg(groupedNumber(shown_->step())),
                      .text = tr("State saved."),
                      .actions = {{tr("Resume"), [this] { inspector_->controls()->resume(); }}}});
        break;
    default:
        break;
    }
}

// The run goes on by itself when what it waits for is there.
void TrainPanel::postHoldUp()
{
    const QString log = QString::fromStdString(shown_->files().log().string());
    const BandAction retry{tr("Retry"), [this] { inspector_->controls()->resume(); }};
    const BandAction choose{tr("Choose folder…"), [this] { chooseCheckpointFolder(); }};
    const BandAction openLog{tr("Open log"), [log] { openInSystem(log); }};
    const bool isDiskFull = !shown_->history().diskFullText().empty();
    const std::string &text =
        isDiskFull ? shown_->history().diskFullText() : shown_->history().stallText();
    // The first sentence is what happened.
    const QString whole = QString::fromStdString(text);
    const auto end = whole.indexOf(QStringLiteral(". "));
    band()->post({.id = "train.state",
                  .kind = BandKind::Warning,
                  .headline = end < 0 ? whole : whole.left(end + 1),
                  .text = end < 0 ? QString() : whole.mid(end + 2),
                  .actions = isDiskFull ? std::vector{retry, choose} : std::vector{openLog}});
}

// The dialog stays open while events arrive: another run may be shown after it.
void TrainPanel::chooseCheckpointFolder()
{
    const FollowedRun *asked = shown_;
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Folder for the checkpoints of %1").arg(asked->name()));
    if (!folder.isEmpty() && shown_ == asked)
        inspector_->controls()->requestFolder(folder);
}

void TrainPanel::tellFailure()
{
    if (const std::optional<Job> &job = shown_->failedStart())
        return postFailure(*job, "train.state", tr("The run did not start."));
    QString reason = QString::fromStdString(shown_->history().errorText());
    if (reason.isEmpty() && shown_->summary())
        reason = QString::fromStdString(shown_->summary()->message);
    band()->post(
        {.id = "train.state",
         .kind = BandKind::Error,
         .headline = shown_->step() > 0
                         ? tr("Training failed at step %1.").arg(groupedNumber(shown_->step()))
                         : tr("The run did not start."),
         .text = reason,
         .logFile = QString::fromStdString(shown_->files().log().string())});
}

void TrainPanel::postNoSignal()
{
    const double last = shown_->summary() ? shown_->summary()->lastEvent : 0;
    const QString since =
        QDateTime::fromSecsSinceEpoch(static_cast<qint64>(last)).toString("HH:mm");
    const std::vector<CheckpointEntry> checkpoints = listCheckpoints(shown_->files());
    const QString log = QString::fromStdString(shown_->files().log().string());
    BandMessage message{.id = "train.state",
                        .kind = BandKind::Warning,
                        .headline = tr("No signal since %1.").arg(since),
                        .text = tr("The worker has ended. There is no checkpoint to resume from.")};
    if (!checkpoints.empty()) {
        const QString step = groupedNumber(checkpoints.back().step);
        message.text = tr("The worker has ended. Step %1 is saved.").arg(step);
        message.actions.push_back({tr("Resume from %1").arg(step), [this] { resumeRun(*shown_); }});
    }
    message.actions.push_back({tr("Open log"), [log] { openInSystem(log); }});
    band()->post(message);
}

} // namespace helicase
