#include "widgets/common/job.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

namespace helicase {

QString toString(JobState state)
{
    const auto translated = [](const char *text) {
        return QCoreApplication::translate("Job", text);
    };
    switch (state) {
    case JobState::Queued:
        return translated("Queued");
    case JobState::Running:
        return translated("Running");
    case JobState::Done:
        return translated("Done");
    case JobState::Stopped:
        return translated("Stopped");
    case JobState::Failed:
        return translated("Failed");
    case JobState::Cancelled:
        return translated("Cancelled");
    }
    return {};
}

QString iconOf(JobState state)
{
    switch (state) {
    case JobState::Queued:
        return QStringLiteral("queue");
    case JobState::Running:
        return QStringLiteral("play");
    case JobState::Done:
        return QStringLiteral("check");
    case JobState::Stopped:
    case JobState::Cancelled:
        return QStringLiteral("stop");
    case JobState::Failed:
        return QStringLiteral("error");
    }
    return {};
}

bool isOver(JobState state)
{
    return state != JobState::Queued && state != JobState::Running;
}

QString Job::commandLine() const
{
    return shellQuoted(QStringList{QStringLiteral("helicase")} + words);
}

double Job::secondsLeft() const
{
    if (state != JobState::Running || done <= 0 || total <= 0 || !started.isValid())
        return -1;
    const double elapsed = double(started.msecsTo(QDateTime::currentDateTime())) / 1000;
    return elapsed * double(total - done) / double(done);
}

JobRequest resumeRequest(const QString &runFolder, const QString &task)
{
    return {.words = {QStringLiteral("train"), task, QStringLiteral("--run"), runFolder,
                      QStringLiteral("--resume")},
            .folder = runFolder,
            .title = QFileInfo(runFolder).fileName(),
            .eventsFile = runFolder + QStringLiteral("/events.jsonl")};
}

QString shellQuoted(const QStringList &words)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_\\-./,:=+@%]+$"));
    QStringList quoted;
    for (const QString &word : words) {
        if (plain.match(word).hasMatch())
            quoted += word;
        else
            quoted += QLatin1Char('\'') +
                      QString(word).replace(QLatin1Char('\''), QStringLiteral("'\\''")) +
                      QLatin1Char('\'');
    }
    return quoted.join(QLatin1Char(' '));
}

} // namespace helicase
