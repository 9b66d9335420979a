// Reads what a project holds for the Evaluate panel on a thread of its own: runs that can be
// measured, results that exist, and one result in full. The boundary where errors of these files
// are caught. Lives on the GUI thread.
#pragma once

#include "widgets/evaluate/stored_evaluation.h"

#include <QObject>
#include <QThreadPool>

namespace helicase {

struct MeasurableRun {
    QString folder;
    QString name;
    std::string task;      // "contrastive", "binding", "classify"
    QString dataFile = {}; // that a finished classification was tested on
};

struct ProjectScan {
    std::vector<MeasurableRun> runs; // with a checkpoint, the newest first
    std::vector<EvaluationEntry> results;
};

class EvaluationLoader final : public QObject {
    Q_OBJECT

public:
    explicit EvaluationLoader(QObject *parent = nullptr);
    ~EvaluationLoader() override;

    void scan(const QString &projectFolder);
    void open(const std::filesystem::path &resultFolder);
    bool isBusy() const { return pending_ > 0; }

Q_SIGNALS:
    void scanned(const helicase::ProjectScan &scan);
    void opened(std::shared_ptr<const helicase::StoredEvaluation> evaluation);
    void failed(const QString &message);

private:
    QThreadPool pool_;
    int pending_ = 0;
};

// Never throws; a run folder that cannot be read is left out.
ProjectScan scanProject(const std::filesystem::path &projectFolder);

} // namespace helicase
