// A run folder that the Train panel shows: its follower, its history and its newest summary. It
// works the same for runs of this window, of an earlier one and of a terminal. GUI thread only.
#pragma once

#include "core/run/run_folder.h"
#include "widgets/common/job.h"
#include "widgets/common/run_follower.h"
#include "widgets/train/run_history.h"

#include <QObject>
#include <QString>

#include <optional>

namespace helicase {

class FollowedRun final : public QObject {
    Q_OBJECT
public:
    explicit FollowedRun(const QString &folder, QObject *parent = nullptr);

    const QString &folder() const { return folder_; }
    // The one it was given, or that of its folder.
    QString name() const;
    // "contrastive"; empty before the worker has written run.json.
    QString task() const;
    RunFolder files() const { return RunFolder(folder_.toStdString()); }
    const RunHistory &history() const { return history_; }
    void setSmoothing(double factor);
    // Nothing before the worker has written run.json.
    const std::optional<RunSummary> &summary() const { return summary_; }
    // The worker that ended before it had a run folder; nothing for all others.
    const std::optional<Job> &failedStart() const { return failedStart_; }
    void setFailedStart(const Job &job);

    // The state as the newest of events and summary tells it.
    RunState state() const;
    bool isActive() const;
    // "Running", "No signal".
    static QString stateText(RunState state);
    int64_t step() const { return history_.lastStep(); }
    int64_t totalSteps() const { return summary_ ? summary_->totalSteps : 0; }
    // As the worker tells, or from the pace of the newest steps; negative: unknown.
    double secondsLeft() const;

    bool isVisible() const { return isVisible_; }
    void setVisible(bool visible);

Q_SIGNALS:
    void changed();
    // Also sent for the first state that becomes known; then `before` equals `now`.
    void stateChanged(helicase::RunState before, helicase::RunState now);
    // Its description is malformed.
    void unreadable(const QString &reason);

private:
    void takeEvents(const std::vector<Event> &events);
    void takeSummary(const RunSummary &summary);
    void reportState();

    QString folder_;
    RunHistory history_;
    std::optional<RunSummary> summary_;
    std::optional<Job> failedStart_;
    std::optional<RunState> reportedState_;
    bool isVisible_ = true;
    RunFollower follower_; // last: its signals reach the members above
};

} // namespace helicase
