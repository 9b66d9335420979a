// Looks once a second, on a thread of its own, at the run folders of a project and tells what they
// say.
#pragma once

#include "core/run/run_folder.h"

#include <QMap>
#include <QMetaType>
#include <QObject>
#include <QString>
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

// What the table and the details show of one run.
struct RunRow {
    RunSummary summary;
    std::vector<CheckpointRow> checkpoints;
    int64_t bytes = 0;
    bool isMissing = false; // the folder was there and is gone
};

using RunRows = std::vector<RunRow>;

// Does the reading; usable without a thread (tests). Finished runs are read again only when their
// events grew.
class RunScan {
public:
    // Every run directly below each folder, and each folder that is a run itself.
    RunRows scan(const std::vector<std::filesystem::path> &folders);
    // Why runs of the last scan could not be read, by folder.
    const QMap<QString, QString> &mistakes() const { return mistakes_; }

private:
    struct Known {
        RunRow row;
        std::filesystem::file_time_type changed;
        std::uintmax_t eventBytes = 0;
    };
    RunRow read(const std::filesystem::path &folder);

    std::map<std::filesystem::path, Known> known_;
    QMap<QString, QString> mistakes_;
};

class RunScanner final : public QObject {
    Q_OBJECT
public:
    explicit RunScanner(QObject *parent = nullptr);
    ~RunScanner() override;
    void setFolders(const std::vector<std::filesystem::path> &folders);

Q_SIGNALS:
    void scanned(const helicase::RunRows &rows, const QMap<QString, QString> &mistakes);
    // To the worker.
    void foldersChanged(const QStringList &folders);

private:
    QThread thread_;
};

} // namespace helicase

Q_DECLARE_METATYPE(helicase::RunRows)
