#include "widgets/common/job_failure.h"

namespace helicase {

QString lastLineOf(const Job &job)
{
    QString line = job.errorTail.trimmed().section(u'\n', -1);
    const QString worker = QStringLiteral("helicase: ");
    if (line.startsWith(worker))
        line.remove(0, worker.size());
    return line;
}

BandMessage failureOf(const Job &job, const QString &messageId, const QString &headline)
{
    return {.id = messageId,
            .kind = BandKind::Error,
            .headline = headline,
            .text = lastLineOf(job),
            .details = job.errorTail.trimmed(),
            .logFile = job.logFile};
}

} // namespace helicase
