#include "widgets/embeddings/embedding_jobs.h"

#include "widgets/common/job_runner.h"

#include <QDir>
#include <QFileInfo>

namespace helicase {

EmbeddingJobs::EmbeddingJobs(JobRunner &jobs, QObject *parent) : QObject(parent), jobs_(jobs)
{
    connect(&jobs_, &JobRunner::jobChanged, this, &EmbeddingJobs::takeChange);
    connect(&jobs_, &JobRunner::jobFinished, this, &EmbeddingJobs::takeEnd);
}

void EmbeddingJobs::embed(const QString &sequences, const QString &candidate,
                          const QString &outputFolder)
{
    // A folder that is not there is a mistake for the worker to tell, no name of a baseline.
    const bool isFolder = candidate.contains(u'/');
    const QString name = isFolder ? QDir(candidate).dirName() : candidate;
    outputFolder_ = outputFolder;
    const QString output = QStringLiteral("%1/embeddings/%2.safetensors").arg(outputFolder, name);
    QDir(outputFolder).mkpath(QStringLiteral("embeddings"));
    start({QStringLiteral("embed"), sequences,
           isFolder ? QStringLiteral("--model") : QStringLiteral("--baseline"), candidate,
           QStringLiteral("-o"), output},
          output, tr("Embedding %1").arg(QFileInfo(sequences).fileName()));
}

void EmbeddingJobs::project(const QString &embeddings, const QString &outputFolder)
{
    outputFolder_ = outputFolder;
    const QString name = QFileInfo(embeddings).completeBaseName();
    const QString output = QStringLiteral("%1/projections/%2.tsv").arg(outputFolder, name);
    QDir(outputFolder).mkpath(QStringLiteral("projections"));
    start({QStringLiteral("project"), embeddings, QStringLiteral("--method"), QStringLiteral("pca"),
           QStringLiteral("--dims"), QStringLiteral("3"), QStringLiteral("-o"), output},
          output, tr("Principal components of %1").arg(name));
}

void EmbeddingJobs::start(const QStringList &words, const QString &output, const QString &what)
{
    output_ = output;
    // A job that cannot be started has ended when start() returns.
    JobRequest request{.words = words, .folder = QFileInfo(output).absolutePath(), .title = what};
    request.isLong = words.first() == QStringLiteral("embed");
    Q_EMIT started(what);
    job_ = jobs_.start(request);
    const Job *job = jobs_.job(job_);
    if (job && isOver(job->state))
        takeEnd(job_);
}

void EmbeddingJobs::cancel()
{
    if (isRunning())
        jobs_.cancel(job_);
}

void EmbeddingJobs::takeChange(const QString &id)
{
    const Job *job = id == job_ ? jobs_.job(id) : nullptr;
    if (job)
        Q_EMIT progressed(job->fraction(), job->stage);
}

void EmbeddingJobs::takeEnd(const QString &id)
{
    if (id != job_ || !isRunning())
        return;
    const Job *job = jobs_.job(id);
    job_.clear();
    if (!job || job->state == JobState::Cancelled || job->state == JobState::Stopped) {
        Q_EMIT cancelled();
        return;
    }
    if (job->state == JobState::Failed) {
        Q_EMIT failed(*job);
        return;
    }
    if (output_.endsWith(QStringLiteral(".safetensors")))
        project(output_, outputFolder_);
    else
        Q_EMIT tableReady(output_);
}

} // namespace helicase
