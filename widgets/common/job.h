// One job: a `helicase` command line that runs in a process of its own and outlives the window.
#pragma once

#include <QDateTime>
#include <QMetaType>
#include <QString>
#include <QStringList>

namespace helicase {

enum class JobState { Queued, Running, Done, Stopped, Failed, Cancelled };

QString toString(JobState state);
// Name for icon().
QString iconOf(JobState state);
bool isOver(JobState state);

struct JobRequest {
    QStringList words; // behind "helicase": {"train", "contrastive", "--run", FOLDER}
    QString folder;    // where its results go; a run folder for training
    QString title;     // "contrastive-07"; empty: the first words
    // The events that tell its progress. Empty: the job is given --events with a file of its own.
    QString eventsFile = {};
    bool isLong = true; // long jobs run one at a time, others wait in the queue
    bool mayWait = true; // false: a long job that starts beside what runs
    QString workingFolder = {};
};

// Continues the run of a folder from its newest intact checkpoint, with the options it began with.
JobRequest resumeRequest(const QString &runFolder, const QString &task);

struct Job {
    QString id;
    QStringList words;
    QString folder;
    QString title;
    QString eventsFile;
    QString workingFolder;
    bool isLong = true;
    JobState state = JobState::Queued;
    qint64 processId = 0; // 0 before the start
    QDateTime started;
    QDateTime finished;
    qint64 done = 0; // progress; total 0: unknown
    qint64 total = 0;
    QString stage;     // "embedding", "step 1,840 of 3,000"
    QString errorTail; // the end of what it wrote to standard error
    QString logFile;
    int exitStatus = -1; // of a finished one

    // The line as one would type it.
    QString commandLine() const;
    double fraction() const { return total > 0 ? double(done) / double(total) : -1; }
    // From the elapsed time and the progress so far; negative: unknown.
    double secondsLeft() const;
};

// The words as they would be typed in a shell.
QString shellQuoted(const QStringList &words);

} // namespace helicase

Q_DECLARE_METATYPE(helicase::Job)
