#include "widgets/runs/run_scanner.h"

#include "widgets/common/format.h"

#include <QTimer>

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

namespace helicase {

namespace {

constexpr int scanMilliseconds = 1000;
// Of 4 MB: a run of millions of steps does not hold up the others, its row fills from look to look.
constexpr int blocksAtOnce = 8;

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

// What validation is judged by: a loss, or the squared error of regressions.
const std::vector<std::string> validationMetrics{"validation/loss", "validation/mse"};

// The last value at or before the step.
std::optional<double> valueAt(const std::vector<StepValue> &points, int64_t step)
{
    const auto after = std::ranges::upper_bound(points, step, {}, &StepValue::step);
    return after == points.begin() ? std::nullopt : std::optional(std::prev(after)->value);
}

std::vector<CheckpointRow> checkpointsOf(const RunFolder &run, const RunDigest &digest)
{
    std::vector<StepValue> losses;
    for (const std::string &metric : validationMetrics)
        if (const auto curve = digest.curves().find(metric);
            losses.empty() && curve != digest.curves().end())
            losses = curve->second.points();
    const std::vector<CheckpointEntry> entries = listCheckpoints(run);
    std::vector<CheckpointRow> rows;
    for (const CheckpointEntry &entry : entries)
        rows.push_back({.step = entry.step,
                        .validationLoss = valueAt(losses, entry.step),
                        .isBest = entries.size() > 1 && entry.step == digest.summary().bestStep});
    std::ranges::reverse(rows);
    return rows;
}

// What a run is told to pick its best checkpoint by.
std::string mainMetricOf(const RunFolder &run)
{
    try {
        const std::vector<RunSetting> options = recordedOptionsOf(run);
        const auto chosen = std::ranges::find(options, "evaluation.select", &RunSetting::name);
        if (chosen != options.end())
            return "validation/" + chosen->value;
    } catch (const std::exception &) {
        // Told with the settings.
        return validationMetrics.front();
    }
    return validationMetrics.front();
}

std::optional<RunMainMetric> mainMetricAtBest(const RunDigest &digest, const std::string &name)
{
    const auto curve = digest.curves().find(name);
    const auto step = digest.summary().bestStep;
    const auto value = curve != digest.curves().end() && step
                           ? valueAt(curve->second.points(), *step)
                           : std::nullopt;
    return value ? std::optional(RunMainMetric{name, {*step, *value}}) : std::nullopt;
}

std::filesystem::file_time_type changeOf(const std::filesystem::path &file)
{
    std::error_code absent;
    const auto time = std::filesystem::last_write_time(file, absent);
    return absent ? std::filesystem::file_time_type() : time;
}

QStringList textsOf(const std::vector<std::filesystem::path> &paths)
{
    QStringList texts;
    for (const auto &path : paths)
        texts += QString::fromStdString(path.string());
    return texts;
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

    void setFolders(const QString &runsFolder, const QStringList &added)
    {
        runsFolder_ = runsFolder.toStdString();
        added_ = pathsOf(added);
        look();
    }

    void setSteps(const QList<qint64> &steps)
    {
        scan_.setSteps({steps.begin(), steps.end()});
        look();
    }

    void setPlotted(const QString &metric, const QStringList &folders)
    {
        curves_.set(metric.toStdString(), pathsOf(folders));
        lookAtCurves();
    }

private:
    void look()
    {
        const RunRows rows = scan_.scan(runsFolder_, added_);
        Q_EMIT scanner_->scanned(rows, scan_.mistakes());
        lookAtCurves();
    }

    void lookAtCurves()
    {
        RunCurves curves = curves_.scan();
        if (curves == shown_)
            return;
        shown_ = std::move(curves);
        Q_EMIT scanner_->curvesRead(shown_);
    }

    static std::vector<std::filesystem::path> pathsOf(const QStringList &texts)
    {
        std::vector<std::filesystem::path> paths;
        for (const QString &text : texts)
            paths.emplace_back(text.toStdString());
        return paths;
    }

    RunScanner *scanner_;
    RunScan scan_;
    CurveScan curves_;
    RunCurves shown_;
    std::filesystem::path runsFolder_;
    std::vector<std::filesystem::path> added_;
};

} // namespace

const MetricSummary *RunRow::metric(const std::string &name) const
{
    if (!metrics)
        return nullptr;
    const auto found = metrics->find(name);
    return found == metrics->end() ? nullptr : &found->second;
}

const RunSetting *RunRow::setting(const std::string &name) const
{
    if (!settings)
        return nullptr;
    const auto found = std::ranges::find(*settings, name, &RunSetting::name);
    return found == settings->end() ? nullptr : &*found;
}

void RunScan::setSteps(std::vector<int64_t> steps)
{
    if (std::exchange(steps_, std::move(steps)) != steps_)
        for (auto &[folder, known] : known_)
            known.digest.reset();
}

const RunRow &RunScan::read(const std::filesystem::path &folder)
{
    const RunFolder run(folder);
    std::error_code absent;
    const auto bytes = std::filesystem::file_size(run.events(), absent);
    const auto changed = changeOf(run.description());
    const auto notesChanged = changeOf(run.notes());
    Known &known = known_[folder];
    const bool isUnchanged = known.digest && known.digest->hasReadAll() &&
                             known.eventBytes == bytes && known.changed == changed &&
                             known.notesChanged == notesChanged;
    if (isUnchanged && !known.row.summary.isActive())
        return known.row;
    if (!known.digest) {
        known.mainMetric = mainMetricOf(run);
        DigestRequest request{steps_, validationMetrics};
        request.curves.push_back(known.mainMetric);
        known.digest = std::make_unique<RunDigest>(folder, request);
    }
    known.digest->update(blocksAtOnce);
    known.row.summary = known.digest->summary();
    known.row.checkpoints = checkpointsOf(run, *known.digest);
    known.row.mainMetric = mainMetricAtBest(*known.digest, known.mainMetric);
    known.row.bytes = folderBytes(folder);
    if (!isUnchanged) {
        known.row.metrics = std::make_shared<const MetricSummaries>(known.digest->metrics());
        readSettings(known, run);
    }
    known.changed = changed;
    known.notesChanged = notesChanged;
    known.eventBytes = bytes;
    return known.row;
}

// A run whose settings are malformed has none, and is shown all the same.
void RunScan::readSettings(Known &known, const RunFolder &run)
{
    try {
        known.row.settings = std::make_shared<const std::vector<RunSetting>>(recordedSettings(run));
        known.mistake.clear();
    } catch (const std::exception &error) {
        known.row.settings = nullptr;
        known.mistake = lineOf(error);
    }
}

RunRows RunScan::scan(const std::filesystem::path &runsFolder,
                      const std::vector<std::filesystem::path> &added)
{
    std::set<std::filesystem::path> runs;
    for (const auto &run : findRuns(runsFolder))
        runs.insert(run);
    for (const auto &folder : added) {
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
            if (const QString &mistake = known_.at(run).mistake; !mistake.isEmpty())
                mistakes_.insert(QString::fromStdString(run.string()), mistake);
        } catch (const std::exception &error) {
            mistakes_.insert(QString::fromStdString(run.string()), lineOf(error));
            // One that was read before stays as it was.
            if (const RunRow &row = known_[run].row; !row.summary.folder.empty())
                rows.push_back(row);
        }
    }
    for (const auto &folder : added)
        if (std::error_code absent; !std::filesystem::exists(folder, absent))
            rows.push_back(missing(folder));
    // What is no longer there is not known any more: its name may be that of another run later.
    std::erase_if(known_, [&](const auto &entry) {
        return !runs.contains(entry.first) && std::ranges::find(added, entry.first) == added.end();
    });
    return rows;
}

// As it was read last, if it ever was.
RunRow RunScan::missing(const std::filesystem::path &folder) const
{
    const auto known = known_.find(folder);
    RunRow row = known == known_.end() ? RunRow() : known->second.row;
    if (row.summary.folder.empty()) {
        row.summary.folder = folder;
        row.summary.name = RunFolder(folder).name();
    }
    row.isMissing = true;
    return row;
}

void CurveScan::set(const std::string &metric, const std::vector<std::filesystem::path> &folders)
{
    if (std::exchange(metric_, metric) != metric)
        digests_.clear();
    std::erase_if(digests_, [&](const auto &entry) {
        return std::ranges::find(folders, entry.first) == folders.end();
    });
    for (const auto &folder : folders)
        digests_.try_emplace(folder, folder, DigestRequest{.curves = {metric}});
}

RunCurves CurveScan::scan()
{
    RunCurves curves{.metric = QString::fromStdString(metric_)};
    for (auto &[folder, digest] : digests_) {
        try {
            digest.update(blocksAtOnce);
        } catch (const std::exception &) {
            continue;
        }
        if (const auto curve = digest.curves().find(metric_); curve != digest.curves().end())
            curves.runs.push_back({folder, curve->second.points()});
    }
    return curves;
}

RunScanner::RunScanner(QObject *parent) : QObject(parent)
{
    qRegisterMetaType<RunRows>();
    qRegisterMetaType<RunCurves>();
    auto *worker = new ScanWorker(this);
    worker->moveToThread(&thread_);
    connect(&thread_, &QThread::started, worker, [worker] { worker->start(); });
    connect(&thread_, &QThread::finished, worker, &QObject::deleteLater);
    connect(this, &RunScanner::foldersChanged, worker,
            [worker](const QString &runsFolder, const QStringList &added) {
                worker->setFolders(runsFolder, added);
            });
    connect(this, &RunScanner::stepsChanged, worker,
            [worker](const QList<qint64> &steps) { worker->setSteps(steps); });
    connect(this, &RunScanner::plottedChanged, worker,
            [worker](const QString &metric, const QStringList &folders) {
                worker->setPlotted(metric, folders);
            });
    thread_.setObjectName(QStringLiteral("run scanner"));
    thread_.start(QThread::LowPriority);
}

RunScanner::~RunScanner()
{
    thread_.quit();
    thread_.wait();
}

void RunScanner::setFolders(const QString &runsFolder, const QStringList &added)
{
    Q_EMIT foldersChanged(runsFolder, added);
}

void RunScanner::setSteps(const std::vector<int64_t> &steps)
{
    Q_EMIT stepsChanged({steps.begin(), steps.end()});
}

void RunScanner::setPlotted(const QString &metric,
                            const std::vector<std::filesystem::path> &folders)
{
    Q_EMIT plottedChanged(metric, textsOf(folders));
}

} // namespace helicase
