#include "widgets/common/job_runner.h"

#include "core/base/error.h"
#include "core/base/process.h"
#include "core/run/control.h"
#include "core/run/run_folder.h"
#include "widgets/common/job_monitor.h"
#include "widgets/common/job_record.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>
#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <unistd.h>

namespace helicase {

namespace {

constexpr int killMilliseconds = 10'000;
// A shell that has just forked may lose a signal on its way to the program.
constexpr qint64 startMilliseconds = 500;
constexpr qsizetype keptRecords = 50;

// Runs "$@" and leaves its exit status behind. SIGTERM is passed on, whenever it comes; the shell
// survives it to write the status. The worker may use every core; the window and the display come
// first.
constexpr const char *wrapperScript = R"(status=$1; shift; stopped=; child=
trap 'stopped=1; [ -z "$child" ] || kill -TERM "$child"' TERM INT
nice -n 10 "$@" & child=$!
[ -z "$stopped" ] || kill -TERM "$child"
wait "$child"; code=$?
while kill -0 "$child" 2> /dev/null; do wait "$child"; code=$?; done
echo $code > "$status.part" && mv "$status.part" "$status")";

QString newId()
{
    return QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-")) +
           QString::number(QRandomGenerator::global()->bounded(0x10000, 0xfffff), 16);
}

QProcessEnvironment childEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    // Idle threads of the worker sleep instead of spinning: the window stays quick.
    environment.insert(QStringLiteral("OMP_WAIT_POLICY"), QStringLiteral("passive"));
    return environment;
}

// For the shell, which passes it on.
void askToEnd(qint64 processId)
{
    if (processId > 0)
        ::kill(static_cast<pid_t>(processId), SIGTERM);
}

// A detached process begins a group of its own, in which everything is that it starts.
void killGroupOf(qint64 processId)
{
    const pid_t group = processId > 0 ? ::getpgid(static_cast<pid_t>(processId)) : 0;
    if (group > 0)
        ::kill(-group, SIGKILL);
}

bool isTraining(const Job &job)
{
    return !job.words.isEmpty() && job.words.first() == QStringLiteral("train");
}

} // namespace

JobRunner::JobRunner(QString recordsFolder, QObject *parent)
    : QObject(parent), recordsFolder_(std::move(recordsFolder))
{
    qRegisterMetaType<Job>();
    monitor_ = new JobMonitor(recordsFolder_);
    monitor_->moveToThread(&thread_);
    connect(&thread_, &QThread::started, monitor_, &JobMonitor::begin);
    connect(&thread_, &QThread::finished, monitor_, &QObject::deleteLater);
    connect(this, &JobRunner::followRequested, monitor_, &JobMonitor::follow);
    connect(this, &JobRunner::forgetRequested, monitor_, &JobMonitor::forget);
    connect(monitor_, &JobMonitor::updated, this, &JobRunner::takeUpdate);
    thread_.setObjectName(QStringLiteral("job monitor"));
    thread_.start(QThread::LowPriority);
    adoptRecords();
}

JobRunner::~JobRunner()
{
    thread_.quit();
    thread_.wait();
}

QString JobRunner::program()
{
    const QString folder =
        qEnvironmentVariable("HELICASE_BIN", QCoreApplication::applicationDirPath());
    return folder + QStringLiteral("/helicase");
}

QString JobRunner::start(const JobRequest &request)
{
    Job job;
    job.id = newId();
    job.words = request.words;
    job.folder = request.folder;
    job.title =
        request.title.isEmpty() ? request.words.mid(0, 2).join(QLatin1Char(' ')) : request.title;
    job.workingFolder = request.workingFolder;
    job.isLong = request.isLong;
    job.eventsFile = request.eventsFile;
    job.logFile = JobRecord(recordsFolder_, job.id).errorFile();
    jobs_.push_back(job);
    Q_EMIT jobAdded(job.id);
    if (!job.isLong || !request.mayWait || !hasLongRunning())
        launch(jobs_.back());
    else
        Q_EMIT queueChanged();
    return job.id;
}

void JobRunner::launch(Job &job)
{
    const JobRecord record(recordsFolder_, job.id);
    const QString id = job.id;
    QStringList words = job.words;
    if (job.eventsFile.isEmpty()) {
        job.eventsFile = record.eventsFile();
        words += {QStringLiteral("--events"), job.eventsFile};
    }
    job.started = QDateTime::currentDateTime();
    QDir().mkpath(record.folder());
    QProcess process;
    process.setProgram(QStringLiteral("/bin/sh"));
    process.setArguments(QStringList{QStringLiteral("-c"), QString::fromLatin1(wrapperScript),
                                     QStringLiteral("helicase-job"), record.statusFile(),
                                     program()} +
                         words);
    process.setProcessEnvironment(childEnvironment());
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(record.outputFile());
    process.setStandardErrorFile(record.errorFile());
    if (!job.workingFolder.isEmpty())
        process.setWorkingDirectory(job.workingFolder);
    job.state = JobState::Running;
    if (!QFileInfo(program()).isExecutable() || !process.startDetached(&job.processId))
        return failToStart(job, tr("%1 cannot be started.").arg(program()));
    try {
        record.write(job);
    } catch (const DiskError &error) {
        // Without its record no later window would find it.
        killGroupOf(job.processId);
        return failToStart(job, QString::fromStdString(error.line()));
    }
    Q_EMIT followRequested(job);
    Q_EMIT jobChanged(id);
}

void JobRunner::failToStart(Job &job, const QString &reason)
{
    job.state = JobState::Failed;
    job.finished = job.started;
    job.errorTail = reason;
    const QString id = job.id;
    Q_EMIT jobChanged(id);
    Q_EMIT jobFinished(id);
    QMetaObject::invokeMethod(
        this, [this] { launchWaiting(); }, Qt::QueuedConnection);
}

void JobRunner::cancel(const QString &id)
{
    Job *found = find(id);
    if (found == nullptr || isOver(found->state))
        return;
    if (found->state == JobState::Queued) {
        found->state = JobState::Cancelled;
        Q_EMIT jobChanged(id);
        Q_EMIT jobFinished(id);
        Q_EMIT queueChanged();
        return;
    }
    const RunFolder run(found->folder.toStdString());
    if (isTraining(*found) && std::filesystem::exists(run.events()))
        return askToStop(*found, run);
    cancelled_.insert(id, true);
    const qint64 age = found->started.msecsTo(QDateTime::currentDateTime());
    const qint64 delay = std::clamp(startMilliseconds - age, qint64{0}, startMilliseconds);
    QTimer::singleShot(int(delay), this, [this, id] {
        const Job *running = job(id);
        if (running != nullptr && running->state == JobState::Running)
            askToEnd(running->processId);
    });
    QTimer::singleShot(killMilliseconds, this, [this, id] {
        const Job *late = job(id);
        if (late != nullptr && late->state == JobState::Running)
            killGroupOf(late->processId);
    });
}

void JobRunner::askToStop(const Job &job, const RunFolder &run)
{
    try {
        appendControlRequest(run.control(), {.request = "stop"});
    } catch (const DiskError &) {
        // Where no request can be written the signal asks for the same.
        askToEnd(job.processId);
    }
}

std::vector<const Job *> JobRunner::queue() const
{
    std::vector<const Job *> waiting;
    for (const Job &job : jobs_)
        if (job.state == JobState::Queued)
            waiting.push_back(&job);
    return waiting;
}

void JobRunner::moveInQueue(const QString &id, int places)
{
    std::vector<size_t> waiting;
    for (size_t i = 0; i < jobs_.size(); ++i)
        if (jobs_[i].state == JobState::Queued)
            waiting.push_back(i);
    const auto found = std::ranges::find(waiting, id, [this](size_t i) { return jobs_[i].id; });
    const auto target = found - waiting.begin() + places;
    if (found == waiting.end() || target < 0 || target >= std::ssize(waiting))
        return;
    // One by one, so that those in between keep their order.
    const int step = places < 0 ? -1 : 1;
    for (auto at = found - waiting.begin(); at != target; at += step)
        std::swap(jobs_[waiting[size_t(at)]], jobs_[waiting[size_t(at + step)]]);
    Q_EMIT queueChanged();
}

void JobRunner::remove(const QString &id)
{
    const Job *found = job(id);
    if (found == nullptr || !isOver(found->state))
        return;
    JobRecord(recordsFolder_, id).remove();
    std::erase_if(jobs_, [&](const Job &job) { return job.id == id; });
    Q_EMIT jobRemoved(id);
}

const Job *JobRunner::job(const QString &id) const
{
    const auto found = std::ranges::find(jobs_, id, &Job::id);
    return found == jobs_.end() ? nullptr : &*found;
}

Job *JobRunner::find(const QString &id)
{
    const auto found = std::ranges::find(jobs_, id, &Job::id);
    return found == jobs_.end() ? nullptr : &*found;
}

const Job *JobRunner::jobOfFolder(const QString &folder) const
{
    const QString wanted = QDir::cleanPath(folder);
    const auto found = std::find_if(jobs_.rbegin(), jobs_.rend(), [&](const Job &job) {
        return QDir::cleanPath(job.folder) == wanted;
    });
    return found == jobs_.rend() ? nullptr : &*found;
}

const Job *JobRunner::current() const
{
    const auto found = std::ranges::find(jobs_, JobState::Running, &Job::state);
    return found == jobs_.end() ? nullptr : &*found;
}

int JobRunner::activeCount() const
{
    return int(std::ranges::count_if(jobs_, [](const Job &job) { return !isOver(job.state); }));
}

void JobRunner::takeUpdate(const Job &update)
{
    Job *found = find(update.id);
    if (found == nullptr)
        return;
    *found = update;
    if (update.state != JobState::Running && cancelled_.remove(update.id))
        found->state = JobState::Cancelled;
    Q_EMIT jobChanged(update.id);
    if (!isOver(update.state))
        return;
    Q_EMIT jobFinished(update.id);
    launchWaiting();
}

void JobRunner::launchWaiting()
{
    for (Job &job : jobs_) {
        if (job.state != JobState::Queued || hasLongRunning())
            continue;
        launch(job);
        Q_EMIT queueChanged();
        return;
    }
}

// Records of jobs that still run are followed; of the others the newest are kept for their logs.
void JobRunner::adoptRecords()
{
    const QStringList ids =
        QDir(recordsFolder_).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (qsizetype i = 0; i < ids.size(); ++i) {
        const JobRecord record(recordsFolder_, ids[i]);
        std::optional<Job> job = record.read();
        const bool isAlive = job && !record.exitStatus() && processIsAlive(job->processId);
        if (isAlive) {
            jobs_.push_back(*job);
            Q_EMIT followRequested(*job);
        } else if (!job || ids.size() - i > keptRecords) {
            record.remove();
        }
    }
}

bool JobRunner::hasLongRunning() const
{
    return std::ranges::any_of(
        jobs_, [](const Job &job) { return job.isLong && job.state == JobState::Running; });
}

} // namespace helicase
