#include "widgets/common/job_record.h"

#include "core/base/atomic_file.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>


namespace helicase {

namespace {
constexpr qint64 tailBytes = 4096;
} // namespace

JobRecord::JobRecord(const QString &recordsFolder, const QString &id)
    : id_(id), folder_(recordsFolder + QLatin1Char('/') + id)
{
}

void JobRecord::write(const Job &job) const
{
    const QJsonObject object{
        {"words", QJsonArray::fromStringList(job.words)},
        {"folder", job.folder},
        {"title", job.title},
        {"events", job.eventsFile},
        {"working_folder", job.workingFolder},
        {"long", job.isLong},
        {"process", job.processId},
        {"started", job.started.toMSecsSinceEpoch()},
        {"cancelled", job.state == JobState::Cancelled},
    };
    writeFileAtomically((folder_ + QStringLiteral("/job.json")).toStdString(),
                        QJsonDocument(object).toJson().toStdString());
}

std::optional<Job> JobRecord::read() const
{
    QFile file(folder_ + QStringLiteral("/job.json"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    if (!object.value("words").isArray() || object.value("process").toInteger() <= 0)
        return std::nullopt;
    Job job;
    job.id = id_;
    for (const QJsonValue &word : object.value("words").toArray())
        job.words += word.toString();
    job.folder = object.value("folder").toString();
    job.title = object.value("title").toString();
    job.eventsFile = object.value("events").toString();
    job.workingFolder = object.value("working_folder").toString();
    job.isLong = object.value("long").toBool(true);
    job.processId = object.value("process").toInteger();
    job.started = QDateTime::fromMSecsSinceEpoch(object.value("started").toInteger());
    job.logFile = errorFile();
    job.state = JobState::Running;
    return job;
}

std::optional<int> JobRecord::exitStatus() const
{
    QFile file(statusFile());
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    bool isNumber = false;
    const int status = file.readAll().trimmed().toInt(&isNumber);
    return isNumber ? std::optional(status) : std::nullopt;
}

// Progress bars overwrite their line with carriage returns; only what they end with counts.
QString JobRecord::errorTail() const
{
    QFile file(errorFile());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max(qint64{0}, file.size() - tailBytes));
    QStringList lines;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'))) {
        const QString shown = line.section(QLatin1Char('\r'), -1).trimmed();
        if (!shown.isEmpty())
            lines += shown;
    }
    return lines.mid(std::max(qsizetype{0}, lines.size() - 12)).join(QLatin1Char('\n'));
}

void JobRecord::remove() const
{
    QDir(folder_).removeRecursively();
}

} // namespace helicase
