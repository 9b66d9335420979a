// What a panel's band tells of a job that failed. GUI thread.
#pragma once

#include "widgets/common/band.h"
#include "widgets/common/job.h"

namespace helicase {

// What went wrong: the last line that the worker wrote, without its name.
QString lastLineOf(const Job &job);

// The worker's last line without its name; "Details" shows all that it wrote, "Open log" its file.
BandMessage failureOf(const Job &job, const QString &messageId, const QString &headline);

} // namespace helicase
