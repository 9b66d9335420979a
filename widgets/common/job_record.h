// The folder that remembers a job: job.json, output.txt, errors.txt, events.jsonl, status. Any
// thread.
#pragma once

#include "widgets/common/job.h"

#include <optional>

namespace helicase {

class JobRecord {
public:
    JobRecord(const QString &recordsFolder, const QString &id);
    QString folder() const { return folder_; }
    QString outputFile() const { return folder_ + QStringLiteral("/output.txt"); }
    QString errorFile() const { return folder_ + QStringLiteral("/errors.txt"); }
    QString eventsFile() const { return folder_ + QStringLiteral("/events.jsonl"); }
    QString statusFile() const { return folder_ + QStringLiteral("/status"); }

    // Throws DiskError.
    void write(const Job &job) const;
    // Nothing when the folder holds no readable record.
    std::optional<Job> read() const;
    // Once the job has ended.
    std::optional<int> exitStatus() const;
    QString errorTail() const;
    void remove() const;

private:
    QString id_;
    QString folder_;
};

} // namespace helicase
