#include "widgets/models/model_scanner.h"

#include "core/base/error.h"
#include "core/dataset/weights_file.h"
#include "core/run/run_folder.h"
#include "core/tokenizer/tokenizer.h"
#include "widgets/common/format.h"
#include "widgets/models/loaded_model.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <functional>

namespace helicase {

namespace {

// "117 M", "5.3 M", "186 k".
QString shortCount(int64_t count)
{
    const auto scaled = [count](double unit, const QString &text) {
        const double value = static_cast<double>(count) / unit;
        return text.arg(fixedNumber(value, value < 10 ? 1 : 0));
    };
    if (count >= 1'000'000)
        return scaled(1e6, ModelScanner::tr("%1 M"));
    return count >= 10'000 ? scaled(1e3, ModelScanner::tr("%1 k")) : groupedNumber(count);
}

// The headers of safetensors files tell the parameters at once; of other files the size must do.
QString noteOfModel(const std::filesystem::path &folder)
{
    try {
        const std::filesystem::path weights = findWeights(folder);
        const std::vector<std::filesystem::path> files = filesOfWeights(weights);
        if (files.front().extension() != ".safetensors") {
            qint64 bytes = 0;
            for (const std::filesystem::path &part : files)
                bytes += qint64(std::filesystem::file_size(part));
            return sizeText(bytes);
        }
        int64_t count = 0;
        const WeightsFile file(weights);
        for (const auto &[name, tensor] : file.tensors()) {
            int64_t elements = 1;
            for (const int64_t size : tensor.shape)
                elements *= size;
            count += elements;
        }
        return shortCount(count);
    } catch (const std::exception &) {
        return {}; // told when it is opened
    }
}

void addRuns(const std::filesystem::path &projectFolder, std::vector<ModelEntry> &entries)
{
    std::vector<RunSummary> runs;
    for (const std::filesystem::path &folder : findRuns(projectFolder / "runs")) {
        try {
            runs.push_back(summarizeRun(folder));
        } catch (const Error &) {
            continue; // the Runs panel shows it with its mistake
        }
    }
    std::ranges::stable_sort(runs, std::greater(), &RunSummary::started);
    for (const RunSummary &run : runs) {
        std::vector<CheckpointEntry> checkpoints = listCheckpoints(RunFolder(run.folder));
        std::ranges::reverse(checkpoints);
        const auto best = std::ranges::find_if(
            checkpoints, [&](const CheckpointEntry &entry) { return entry.step == run.bestStep; });
        if (best != checkpoints.end())
            std::rotate(checkpoints.begin(), best, best + 1);
        for (const CheckpointEntry &checkpoint : checkpoints) {
            const QString name = QString::fromStdString(run.name);
            const QString step = groupedNumber(checkpoint.step);
            entries.push_back({.kind = ModelEntryKind::Run,
                               .folder = QString::fromStdString(checkpoint.folder.string()),
                               .label = checkpoint.step == run.bestStep
                                            ? ModelScanner::tr("%1, best (%2)").arg(name, step)
                                            : ModelScanner::tr("%1, step %2").arg(name, step),
                               .note = noteOfModel(checkpoint.folder)});
        }
    }
}

bool holdsTokenizer(const QDir &folder)
{
    return folder.exists(QStringLiteral("tokenizer.json")) ||
           folder.exists(QStringLiteral("vocab.txt")) ||
           folder.exists(QStringLiteral("dna_text_tokenizer_config.json"));
}

void addTokenizer(const QString &folder, std::vector<ModelEntry> &entries)
{
    const auto isListed = [&](const ModelEntry &entry) {
        return entry.kind == ModelEntryKind::Tokenizer && entry.folder == folder;
    };
    if (!holdsTokenizer(QDir(folder)) || std::ranges::any_of(entries, isListed))
        return;
    ModelEntry entry{
        .kind = ModelEntryKind::Tokenizer, .folder = folder, .label = QDir(folder).dirName()};
    try {
        entry.note = groupedNumber(loadTokenizer(folder.toStdString())->vocabularySize());
    } catch (const std::exception &) {
        // Annotate tells what is wrong with it.
    }
    entries.push_back(entry);
}

} // namespace

ModelScanner::ModelScanner(QObject *parent) : QObject(parent)
{
    pool_.setMaxThreadCount(1);
}

ModelScanner::~ModelScanner()
{
    pool_.clear();
    pool_.waitForDone(); // a running task posts to this object
}

void ModelScanner::scan(const QString &projectFolder, const QStringList &openedFolders)
{
    ++pending_;
    pool_.start([this, projectFolder, openedFolders] {
        const std::vector<ModelEntry> entries = findModels(projectFolder, openedFolders);
        QMetaObject::invokeMethod(
            this,
            [this, entries] {
                if (--pending_ == 0) // a newer one is on its way otherwise
                    Q_EMIT scanned(entries);
            },
            Qt::QueuedConnection);
    });
}

std::vector<ModelEntry> findModels(const QString &projectFolder, const QStringList &openedFolders)
{
    std::vector<ModelEntry> entries;
    for (const QString &folder : openedFolders)
        entries.push_back({.kind = ModelEntryKind::Opened,
                           .folder = folder,
                           .label = modelName(folder),
                           .note = noteOfModel(folder.toStdString()),
                           .isMissing = !QFileInfo(folder).isDir()});
    if (!projectFolder.isEmpty()) {
        addRuns(projectFolder.toStdString(), entries);
        const QDir project(projectFolder);
        for (const QString &name : project.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
            if (!QFileInfo::exists(project.filePath(name + QStringLiteral("/config.json"))))
                addTokenizer(project.filePath(name), entries);
        const QDir several(project.filePath(QStringLiteral("tokenizers")));
        for (const QString &name : several.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
            addTokenizer(several.filePath(name), entries);
    }
    for (const QString &folder : openedFolders)
        addTokenizer(folder, entries);
    return entries;
}

QString checkpointOfRun(const QString &runFolder)
{
    const RunFolder run(runFolder.toStdString());
    const std::vector<CheckpointEntry> checkpoints = listCheckpoints(run);
    if (checkpoints.empty())
        return {};
    std::optional<int64_t> best;
    try {
        best = summarizeRun(run.root()).bestStep;
    } catch (const Error &) {
        best.reset(); // without a description the newest must do
    }
    const auto chosen = std::ranges::find_if(
        checkpoints, [&](const CheckpointEntry &entry) { return entry.step == best; });
    return QString::fromStdString(
        (chosen != checkpoints.end() ? *chosen : checkpoints.back()).folder.string());
}

} // namespace helicase
