#include "widgets/common/job_failure.h"

namespace helicase {

BandMessage failureOf(const Job &job, const QString &messageId, const QString &headline)
{
    const QString worker = QStringLiteral("helicase: ");
    const QString all = job.errorTail.trimmed();
    QString reason = all.section(u'\n', -1);
    if (reason.startsWith(worker))
        reason.remove(0, worker.size());
    return {.id = messageId,
            .kind = BandKind::Error,
            .headline = headline,
            .text = reason,
            .details = all,
            .logFile = job.logFile};
}

} // namespace helicase
