#include "widgets/evaluate/evaluation_loader.h"

#include "core/base/error.h"
#include "core/run/run_folder.h"

#include <algorithm>
#include <functional>

namespace helicase {

EvaluationLoader::EvaluationLoader(QObject *parent) : QObject(parent)
{
    pool_.setMaxThreadCount(1); // scan and open stay in order
}

EvaluationLoader::~EvaluationLoader()
{
    pool_.clear();
    pool_.waitForDone(); // a running task posts to this object
}

void EvaluationLoader::scan(const QString &projectFolder)
{
    ++pending_;
    pool_.start([this, folder = std::filesystem::path(projectFolder.toStdString())] {
        const ProjectScan found = scanProject(folder);
        QMetaObject::invokeMethod(
            this,
            [this, found] {
                --pending_;
                Q_EMIT scanned(found);
            },
            Qt::QueuedConnection);
    });
}

void EvaluationLoader::open(const std::filesystem::path &resultFolder)
{
    ++pending_;
    pool_.start([this, resultFolder] {
        std::shared_ptr<const StoredEvaluation> evaluation;
        QString message;
        try {
            evaluation = loadEvaluation(resultFolder);
        } catch (const Error &error) {
            message = QString::fromStdString(error.line());
        } catch (const std::exception &error) {
            message = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, evaluation, message] {
                --pending_;
                if (evaluation)
                    Q_EMIT opened(evaluation);
                else
                    Q_EMIT failed(message);
            },
            Qt::QueuedConnection);
    });
}

namespace {

QString testedOn(const RunSummary &run)
{
    try {
        const auto source = predictionsOfRun(RunFolder(run.folder));
        return source ? QString::fromStdString(source->dataFile.string()) : QString();
    } catch (const Error &) {
        return {}; // Train tells of it
    }
}

} // namespace

ProjectScan scanProject(const std::filesystem::path &projectFolder)
{
    ProjectScan scan;
    std::vector<RunSummary> runs;
    for (const std::filesystem::path &folder : findRuns(projectFolder / "runs")) {
        try {
            runs.push_back(summarizeRun(folder));
        } catch (const Error &) {
            continue; // the Runs panel shows it with its mistake
        }
    }
    std::ranges::stable_sort(runs, std::greater(), &RunSummary::started);
    std::erase_if(runs, [](const RunSummary &run) {
        return listCheckpoints(RunFolder(run.folder)).empty(); // there is nothing to measure
    });
    for (const RunSummary &run : runs)
        scan.runs.push_back({.folder = QString::fromStdString(run.folder.string()),
                             .name = QString::fromStdString(run.name),
                             .task = run.task,
                             .dataFile = testedOn(run)});
    scan.results = findEvaluations(projectFolder);
    return scan;
}

} // namespace helicase
