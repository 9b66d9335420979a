#include "widgets/runs/run_scanner.h"

#include "core/run/event.h"
#include "widgets/common/format.h"

#include <QStringList>
#include <QTimer>

#include <algorithm>
#include <exception>
#include <set>

namespace helicase {

namespace {

constexpr int scanMilliseconds = 1000;

bool isOver(RunState state)
{
    return state == RunState::Done || state == RunState::Stopped || state == RunState::Failed;
}

int64_t folderBytes(const std::filesystem::path &folder)
{
    int64_t bytes = 0;
    std::error_code problem;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder, problem);
         !problem && entry != std::filesystem::recursive_directory_iterator();
         entry.increment(problem)) {
        std::error_code vanished;
        const auto size = entry->is_regular_file(vanished) ? entry->file_size(vanished) : 0;
        bytes += vanished ? 0 : static_cast<int64_t>(size);
    }
    return bytes;
}

// Validation losses by step, for the checkpoints' column.
std::map<int64_t, double> validationLosses(const RunFolder &run)
{
    std::map<int64_t, double> losses;
    EventReader reader(run.events());
    for (auto events = reader.poll(); !events.empty(); events = reader.poll())
        for (const Event &event : events)
            if (const auto loss = event.metrics.find("validation/loss");
                loss != event.metrics.end())
                losses[event.step] = loss->second;
    return losses;
}

std::vector<CheckpointRow> checkpointsOf(const RunFolder &run)
{
    const std::vector<CheckpointEntry> entries = listCheckpoints(run);
    if (entries.empty())
        return {};
    const std::map<int64_t, double> losses = validationLosses(run);
    const std::optional<int64_t> best = pointedStep(run, "best");
    std::vector<CheckpointRow> rows;
    for (const CheckpointEntry &entry : entries) {
        CheckpointRow row{.step = entry.step, .validationLoss = std::nullopt};
        row.isBest = entries.size() > 1 && entry.step == best;
        const auto after = losses.upper_bound(entry.step);
        if (after != losses.begin())
            row.validationLoss = std::prev(after)->second;
        rows.push_back(row);
    }
    std::ranges::reverse(rows);
    return rows;
}

// Lives on the scanner's thread.
class ScanWorker final : public QObject {
public:
    explicit ScanWorker(RunScanner *scanner) : scanner_(scanner) {}

    void start()
    {
        auto *timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, &ScanWorker::look);
        timer->start(scanMilliseconds);
    }

    void setFolders(const QStringList &folders)
    {
        folders_.clear();
        for (const QString &folder : folders)
            folders_.emplace_back(folder.toStdString());
        look();
    }

private:
    void look()
    {
        const RunRows rows = scan_.scan(folders_);
        Q_EMIT scanner_->scanned(rows, scan_.mistakes());
    }

    RunScanner *scanner_;
    RunScan scan_;
    std::vector<std::filesystem::path> folders_;
};

} // namespace

RunRow RunScan::read(const std::filesystem::path &folder)
{
    const RunFolder run(folder);
    std::error_code absent;
    const auto bytes = std::filesystem::file_size(run.events(), absent);
    const auto changed = std::filesystem::last_write_time(run.description(), absent);
    const auto found = known_.find(folder);
    if (found != known_.end() && isOver(found->second.row.summary.state) &&
        found->second.eventBytes == bytes && found->second.changed == changed)
        return found->second.row;
    RunRow row;
    row.summary = summarizeRun(folder);
    row.checkpoints = checkpointsOf(run);
    row.bytes = folderBytes(folder);
    known_[folder] = {row, changed, bytes};
    return row;
}

RunRows RunScan::scan(const std::vector<std::filesystem::path> &folders)
{
    std::set<std::filesystem::path> runs;
    for (const auto &folder : folders) {
        std::error_code absent;
        if (std::filesystem::exists(RunFolder(folder).description(), absent))
            runs.insert(folder);
        for (const auto &run : findRuns(folder))
            runs.insert(run);
    }
    RunRows rows;
    mistakes_.clear();
    for (const auto &run : runs) {
        try {
            rows.push_back(read(run));
        } catch (const std::exception &error) {
            mistakes_.insert(QString::fromStdString(run.string()), lineOf(error));
            if (const auto found = known_.find(run); found != known_.end())
                rows.push_back(found->second.row);
        }
    }
    // Added folders that are gone stay in the table, greyed.
    for (auto &[folder, known] : known_)
        if (!runs.contains(folder) && std::ranges::find(folders, folder) != folders.end()) {
            rows.push_back(known.row);
            rows.back().isMissing = true;
        }
    return rows;
}

RunScanner::RunScanner(QObject *parent) : QObject(parent)
{
    qRegisterMetaType<RunRows>();
    auto *worker = new ScanWorker(this);
    worker->moveToThread(&thread_);
    connect(&thread_, &QThread::started, worker, [worker] { worker->start(); });
    connect(&thread_, &QThread::finished, worker, &QObject::deleteLater);
    connect(this, &RunScanner::foldersChanged, worker,
            [worker](const QStringList &folders) { worker->setFolders(folders); });
    thread_.setObjectName(QStringLiteral("run scanner"));
    thread_.start(QThread::LowPriority);
}

RunScanner::~RunScanner()
{
    thread_.quit();
    thread_.wait();
}

void RunScanner::setFolders(const std::vector<std::filesystem::path> &folders)
{
    QStringList texts;
    for (const auto &folder : folders)
        texts += QString::fromStdString(folder.string());
    Q_EMIT foldersChanged(texts);
}

} // namespace helicase
