// The jobs that a panel starts. Its band tells of them while they run, with a button that cancels,
// and of the failure of one until the user closes it or starts another. GUI thread only.
#pragma once

#include "widgets/common/job.h"

#include <QByteArray>
#include <QObject>
#include <functional>
#include <vector>

namespace helicase {

class Band;
class JobRunner;
class Journal;

class PanelJobs final : public QObject {
    Q_OBJECT
public:
    // Called once, whichever way the job ended.
    using Ended = std::function<void(const Job &job)>;

    PanelJobs(JobRunner &runner, Band &band, Journal &journal, QObject *parent);

    // Starts or queues; the id of the job. One that cannot be started has ended when this returns.
    // messageId: of the band's message; jobs that share it share the message, which tells of the
    // oldest one that runs.
    QString start(const JobRequest &request, const QString &messageId, Ended ended);
    void cancel(const QString &id);
    bool areRunning() const { return !active_.empty(); }
    // What the job wrote to standard output.
    QByteArray outputOf(const Job &job) const;
    // The band tells of a job that failed; the window need not.
    void postFailure(const Job &job, const QString &messageId, const QString &headline);

Q_SIGNALS:
    // One was started, or one ended.
    void activeChanged();

private:
    struct Active {
        QString id;
        QString messageId;
        Ended ended;
    };
    void takeChange(const QString &id);
    void takeEnd(const QString &id);
    void postProgress(const QString &messageId);

    JobRunner &runner_;
    Band &band_;
    Journal &journal_;
    std::vector<Active> active_; // in the order of their start
};

} // namespace helicase
