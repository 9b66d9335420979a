// Looks once a second, on a thread of its own, at the run folders of a project and tells what they
// say; of the runs that are compared also the course of one metric.
#pragma once

#include "core/run/run_digest.h"
#include "core/run/run_settings.h"

#include <QList>
#include <QMap>
#include <QMetaType>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThread>

#include <map>
#include <memory>
#include <vector>

namespace helicase {

struct CheckpointRow {
    int64_t step = 0;
    std::optional<double> validationLoss; // the last one at or before the checkpoint
    bool isBest = false;
    bool operator==(const CheckpointRow &) const = default;
};

// The metric that picks a run's best checkpoint, there.
struct RunMainMetric {
    std::string name; // "validation/loss"
    StepValue best;
    // "loss"
    QString key() const { return QString::fromStdString(name.substr(name.rfind('/') + 1)); }
};

// What the table and the details show of one run.
struct RunRow {
    RunSummary summary;
    std::vector<CheckpointRow> checkpoints;
    int64_t bytes = 0;
    bool isMissing = false; // its folder is not where it was
    // Nothing as long as no checkpoint is the best one.
    std::optional<RunMainMetric> mainMetric = std::nullopt;
    // Shared with the scanner, which never changes them. Null: not known.
    std::shared_ptr<const MetricSummaries> metrics;
    std::shared_ptr<const std::vector<RunSetting>> settings;

    // Null when the run has no such metric.
    const MetricSummary *metric(const std::string &name) const;
    // Null when it has no such setting.
    const RunSetting *setting(const std::string &name) const;
};

using RunRows = std::vector<RunRow>;

// One metric of one run, thinned for a plot.
struct RunCurve {
    std::filesystem::path folder;
    std::vector<StepValue> points;
    bool operator==(const RunCurve &) const = default;
};

// What is plotted.
struct RunCurves {
    QString metric;
    std::vector<RunCurve> runs;
    bool operator==(const RunCurves &) const = default;
};

// Does the reading; usable without a thread (tests). Of a folder only what is new is read.
class RunScan {
public:
    // At which the columns of the table want the values of metrics.
    void setSteps(std::vector<int64_t> steps);
    // Every run directly below the project's folder of runs, which need not exist, and below each
    // added folder, which may be a run itself; an added one that is gone has a row all the same.
    RunRows scan(const std::filesystem::path &runsFolder,
                 const std::vector<std::filesystem::path> &added);
    // Why runs of the last scan could not be read, by folder.
    const QMap<QString, QString> &mistakes() const { return mistakes_; }

private:
    struct Known {
        std::unique_ptr<RunDigest> digest;
        RunRow row;
        std::string mainMetric;
        std::filesystem::file_time_type changed;
        std::filesystem::file_time_type notesChanged;
        std::uintmax_t eventBytes = 0;
        QString mistake; // in its settings
    };
    const RunRow &read(const std::filesystem::path &folder);
    RunRow missing(const std::filesystem::path &folder) const;
    static void readSettings(Known &known, const RunFolder &run);

    std::vector<int64_t> steps_;
    std::map<std::filesystem::path, Known> known_;
    QMap<QString, QString> mistakes_;
};

// Reads the curves of the runs that are compared.
class CurveScan {
public:
    void set(const std::string &metric, const std::vector<std::filesystem::path> &folders);
    // Folders that cannot be read are left out; the scan of the runs tells why.
    RunCurves scan();

private:
    std::string metric_;
    std::map<std::filesystem::path, RunDigest> digests_;
};

class RunScanner final : public QObject {
    Q_OBJECT
public:
    explicit RunScanner(QObject *parent = nullptr);
    ~RunScanner() override;
    // As RunScan::scan() takes them; looks at once.
    void setFolders(const QString &runsFolder, const QStringList &added);
    void setSteps(const std::vector<int64_t> &steps);
    // Nothing: no curves are read.
    void setPlotted(const QString &metric, const std::vector<std::filesystem::path> &folders);

Q_SIGNALS:
    void scanned(const helicase::RunRows &rows, const QMap<QString, QString> &mistakes);
    // Only when they are other ones than before.
    void curvesRead(const helicase::RunCurves &curves);
    // To the worker.
    void foldersChanged(const QString &runsFolder, const QStringList &added);
    void stepsChanged(const QList<qint64> &steps);
    void plottedChanged(const QString &metric, const QStringList &folders);

private:
    QThread thread_;
};

} // namespace helicase

Q_DECLARE_METATYPE(helicase::RunRows)
Q_DECLARE_METATYPE(helicase::RunCurves)
