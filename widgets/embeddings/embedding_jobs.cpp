#include "widgets/embeddings/embedding_jobs.h"

#include "widgets/common/panel_jobs.h"
#include "widgets/embeddings/cloud_painting.h"

#include <QDir>
#include <QFileInfo>

namespace helicase {

EmbeddingJobs::EmbeddingJobs(PanelJobs &jobs, QObject *parent) : QObject(parent), jobs_(jobs) {}

void EmbeddingJobs::embed(const QString &sequences, const QString &candidate,
                          const QString &outputFolder)
{
    // A folder that is not there is a mistake for the worker to tell, no name of a baseline.
    const bool isFolder = candidate.contains(u'/');
    const QString name = isFolder ? QDir(candidate).dirName() : candidate;
    const QString output = QStringLiteral("%1/embeddings/%2.safetensors").arg(outputFolder, name);
    QDir(outputFolder).mkpath(QStringLiteral("embeddings"));
    start({.words = {QStringLiteral("embed"), sequences,
                     isFolder ? QStringLiteral("--model") : QStringLiteral("--baseline"), candidate,
                     QStringLiteral("-o"), output},
           .folder = QFileInfo(output).absolutePath(),
           .title = tr("Embedding %1").arg(QFileInfo(sequences).fileName())},
          output, outputFolder);
}

QStringList EmbeddingJobs::projectWords(const QString &embeddings, const QString &method,
                                        const QStringList &settings, const QString &outputFolder)
{
    const QString pca = QStringLiteral("pca");
    const QString name = QFileInfo(embeddings).completeBaseName() +
                         (method == pca ? QString() : QStringLiteral("-") + method);
    QStringList words = {QStringLiteral("project"), embeddings, QStringLiteral("--method"), method};
    if (method == pca)
        words += {QStringLiteral("--dims"), QStringLiteral("3")};
    return words + settings +
           QStringList{QStringLiteral("-o"),
                       QStringLiteral("%1/projections/%2.tsv").arg(outputFolder, name)};
}

void EmbeddingJobs::project(const QString &embeddings, const QString &outputFolder)
{
    project(embeddings, QStringLiteral("pca"), {}, outputFolder);
}

void EmbeddingJobs::project(const QString &embeddings, const QString &method,
                            const QStringList &settings, const QString &outputFolder)
{
    QDir(outputFolder).mkpath(QStringLiteral("projections"));
    const QStringList words = projectWords(embeddings, method, settings, outputFolder);
    start({.words = words,
           .folder = QFileInfo(words.last()).absolutePath(),
           .title = tr("%1 of %2")
                        .arg(projectionMethodName(method.toStdString()),
                             QFileInfo(embeddings).completeBaseName()),
           .isLong = method != QStringLiteral("pca")},
          words.last(), outputFolder);
}

void EmbeddingJobs::start(const JobRequest &request, const QString &output,
                          const QString &outputFolder)
{
    ++running_;
    Q_EMIT started();
    jobs_.start(request, messageId, [this, output, outputFolder](const Job &job) {
        --running_;
        Q_EMIT ended();
        if (job.state != JobState::Done)
            return;
        if (output.endsWith(QStringLiteral(".safetensors")))
            project(output, outputFolder);
        else
            Q_EMIT tableReady(output);
    });
}

} // namespace helicase
