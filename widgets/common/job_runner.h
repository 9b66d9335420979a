// Starts `helicase` processes and follows them. A job runs in a session of its own: it goes on when
// the window closes or dies, and the next window finds it again by its record. The record is a
// folder per job (job.json, output.txt, errors.txt, events.jsonl, status). GUI thread; files are
// followed on a worker thread.
#pragma once

#include "widgets/common/job.h"

#include <QHash>
#include <QObject>
#include <QThread>
#include <vector>

namespace helicase {

class JobMonitor;
class RunFolder;

class JobRunner final : public QObject {
    Q_OBJECT
public:
    // recordsFolder: where job records live; jobs found there that still run are taken up.
    explicit JobRunner(QString recordsFolder, QObject *parent = nullptr);
    ~JobRunner() override;

    // The program beside the workbench, or the one in the folder HELICASE_BIN names.
    static QString program();
    const QString &recordsFolder() const { return recordsFolder_; }

    // Starts or queues; returns the job's id. A job that cannot be started fails, it never throws.
    QString start(const JobRequest &request);
    // Training runs are asked to stop and save through their run folder; others get SIGTERM, and
    // SIGKILL when they ignore it for 10 s. A queued job is cancelled at once.
    void cancel(const QString &id);
    // The jobs that wait, those that start first in front. They live as long as this object.
    std::vector<const Job *> queue() const;
    // Places nearer to the front (negative) or to the end; nothing where there is no such place.
    void moveInQueue(const QString &id, int places);
    // Forgets a finished job and deletes its record.
    void remove(const QString &id);

    // Null when there is none.
    const Job *job(const QString &id) const;
    // The newest job that writes to this folder; null when there is none.
    const Job *jobOfFolder(const QString &folder) const;
    // In the order of their start.
    const std::vector<Job> &jobs() const { return jobs_; }
    // The running job that the status bar shows: the longest running one.
    const Job *current() const;
    int activeCount() const;

Q_SIGNALS:
    void jobAdded(const QString &id);
    void jobChanged(const QString &id);
    void jobFinished(const QString &id);
    void jobRemoved(const QString &id);
    // Another job waits, one waits no more, or their order is another one.
    void queueChanged();
    // To the monitor's thread.
    void followRequested(const helicase::Job &job);
    void forgetRequested(const QString &id);

private:
    Job *find(const QString &id);
    void launch(Job &job);
    void failToStart(Job &job, const QString &reason);
    static void askToStop(const Job &job, const RunFolder &run);
    void launchWaiting();
    void takeUpdate(const Job &update);
    void adoptRecords();
    bool hasLongRunning() const;

    QString recordsFolder_;
    std::vector<Job> jobs_;
    QHash<QString, bool> cancelled_;
    QThread thread_;
    JobMonitor *monitor_ = nullptr;
};

} // namespace helicase
