#include "widgets/models/loaded_model.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/tokenizer/tokenizer.h"
#include "widgets/common/format.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

QString formatOf(const std::filesystem::path &weights)
{
    if (!looksLikeTorchCheckpoint(weights))
        return QStringLiteral("safetensors");
    QFile file(QString::fromStdString(weights.string()));
    const bool isZip = file.open(QIODevice::ReadOnly) && file.read(2) == "PK";
    return isZip ? QStringLiteral("PyTorch") : QStringLiteral("PyTorch, before 1.6");
}

// A folder without a tokenizer, or with a damaged one, is a model all the same: Annotate tells what
// is wrong with it.
std::optional<int64_t> tokensBeside(const std::filesystem::path &folder)
{
    if (!std::filesystem::exists(folder / "tokenizer.json") &&
        !std::filesystem::exists(folder / "vocab.txt"))
        return std::nullopt;
    try {
        return loadTokenizer(folder)->vocabularySize();
    } catch (const Error &) {
        return std::nullopt;
    }
}

// The names that config.json has for `count` labels; numbers without.
QStringList labelNames(const nlohmann::json &config, int64_t count)
{
    constexpr int64_t mostLabels = 10'000;
    QStringList labels;
    const auto names = config.find("id2label");
    for (int64_t label = 0; label < std::min(count, mostLabels); ++label) {
        const std::string key = std::to_string(label);
        const bool isNamed = names != config.end() && names->is_object() && names->contains(key) &&
                             (*names)[key].is_string();
        labels += QString::fromStdString(isNamed ? (*names)[key].get<std::string>() : key);
    }
    return labels;
}

QStringList labelsOf(const LoadedModel &model)
{
    if (!model.keys.isKnown)
        return {};
    for (const TensorDescription &tensor : model.description.tensors)
        if (tensor.name == model.keys.outerPrefix + "classifier.weight" &&
            tensor.shape.size() == 2 && tensor.shape[0] > 1)
            return labelNames(*model.description.config, tensor.shape[0]);
    return {};
}

// Where an adapter lies that is all the folder has; empty: it holds a whole model, or neither.
std::filesystem::path adapterIn(const std::filesystem::path &folder)
{
    for (const std::filesystem::path &place : {folder, folder / "adapter"})
        if (std::filesystem::exists(place / "adapter_config.json") && !hasWeights(folder))
            return place;
    return {};
}

std::filesystem::path adapterWeights(const std::filesystem::path &folder)
{
    for (const char *name : {"adapter_model.safetensors", "adapter_model.bin"})
        if (std::filesystem::is_regular_file(folder / name))
            return folder / name;
    throw InputError("is no adapter: adapter_model.safetensors is missing", {.file = folder});
}

void takeAdapter(const std::filesystem::path &folder, LoadedModel &model)
{
    const nlohmann::json settings = readJsonFile(folder / "adapter_config.json");
    if (!settings.is_object())
        throw InputError("is not a JSON object", {.file = folder / "adapter_config.json"});
    model.adapterFolder = QString::fromStdString(folder.string());
    const auto base = settings.find("base_model_name_or_path");
    if (base != settings.end() && base->is_string())
        model.baseModel = QString::fromStdString(base->get<std::string>());
    model.remarks = remarksOnAdapter(settings.value("r", nlohmann::json()), model.baseModel);
    const nlohmann::json &config = *model.description.config;
    const auto names = config.find("id2label");
    if (model.description.architecture.ends_with("ForSequenceClassification") &&
        names != config.end() && names->is_object() && names->size() > 1)
        model.labels = labelNames(config, static_cast<int64_t>(names->size()));
}

} // namespace

QString LoadedModel::weightsName() const
{
    return QString::fromStdString(description.weights.filename().string());
}

ModelPointer loadModel(const QString &folder)
{
    const std::filesystem::path path = folder.toStdString();
    const std::filesystem::path adapter = adapterIn(path);
    if (adapter.empty())
        requireModelFolder(path);
    const std::filesystem::path file =
        adapter.empty() ? findWeights(path) : adapterWeights(adapter);
    const bool hasConfig = std::filesystem::exists(path / "config.json");
    WeightsFile weights(file);
    ModelDescription description = describeModel(
        hasConfig ? path / "config.json" : adapter / "adapter_config.json", file, weights);
    auto model =
        std::make_shared<LoadedModel>(LoadedModel{.folder = folder,
                                                  .name = modelName(folder),
                                                  .format = formatOf(weights.files().front()),
                                                  .weights = std::move(weights),
                                                  .description = std::move(description)});
    if (adapter.empty()) {
        model->keys = checkKeys(model->description);
        model->tokens = tokensBeside(path);
        model->remarks = remarksOn(model->description, model->keys, model->tokens);
        model->labels = labelsOf(*model);
    } else {
        takeAdapter(adapter, *model);
    }
    return model;
}

QString modelName(const QString &folder)
{
    const QDir directory(QDir::cleanPath(folder));
    const QString name = directory.dirName();
    const QString beforeStep = QStringLiteral("step-");
    const QFileInfo parent(QFileInfo(directory.path()).path());
    if (!name.startsWith(beforeStep) || parent.fileName() != QStringLiteral("checkpoints"))
        return name;
    const QString run = QFileInfo(parent.path()).fileName();
    return QStringLiteral("%1, step %2")
        .arg(run, groupedNumber(name.mid(beforeStep.size()).toLongLong()));
}

} // namespace helicase
