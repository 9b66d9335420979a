#include "core/neural/predict/classifier_folder.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/dataset/weights_file.h"
#include "core/neural/model/adaptable_linear.h"
#include "core/neural/model/adapter_folder.h"
#include "core/neural/model/model_location.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace helicase {

namespace {

constexpr const char *layoutKey = "helicase_classifier"; // in config.json
constexpr const char *adapterConfig = "adapter_config.json";

bool hasTokenizer(const std::filesystem::path &folder)
{
    return std::filesystem::exists(folder / "tokenizer.json") ||
           std::filesystem::exists(folder / "vocab.txt");
}

// The folder's config.json; an empty object when there is none.
nlohmann::json configIn(const std::filesystem::path &folder)
{
    const std::filesystem::path file = folder / "config.json";
    return std::filesystem::exists(file) ? readJsonFile(file) : nlohmann::json::object();
}

ClassifierLayout layoutIn(const std::filesystem::path &folder)
{
    const nlohmann::json config = configIn(folder);
    ClassifierLayout layout;
    if (!config.contains(layoutKey))
        return layout;
    try {
        layout.maximumTokens = config.at(layoutKey).at("max_tokens");
        layout.kmer = config.at(layoutKey).at("kmer");
    } catch (const nlohmann::json::exception &error) {
        throw InputError(error.what(), {.file = folder / "config.json"});
    }
    return layout;
}

std::filesystem::path baseModelOf(const std::filesystem::path &adapter)
{
    const std::filesystem::path file = adapter / adapterConfig;
    const nlohmann::json config = readJsonFile(file);
    const bool isNamed = config.is_object() && config.contains("base_model_name_or_path") &&
                         config["base_model_name_or_path"].is_string();
    const std::string name =
        isNamed ? config["base_model_name_or_path"].get<std::string>() : std::string();
    const std::filesystem::path base = adapter / name;
    if (name.empty() || !std::filesystem::is_directory(base))
        throw InputError("the base model of the adapter is not there (found " +
                             (name.empty() ? "no name" : name) + ")",
                         {.file = file},
                         "set base_model_name_or_path to the model folder that was adapted");
    return base;
}

// The labels that an adapter was trained for: as its own config.json names them, or numbered.
LabelSet labelsOf(const std::filesystem::path &folder, const StoredAdapter &adapter)
{
    const auto weight = adapter.tensors.find("classifier.weight");
    if (weight == adapter.tensors.end() || weight->second.dim() != 2)
        throw InputError("holds no classification layer", {.file = adapter.weightsFile},
                         "it is no adapter of a classifier");
    return LabelSet::read(configIn(folder), weight->second.size(0), folder / "config.json");
}

void requireTokenizerFits(const Classifier &classifier, const std::filesystem::path &folder)
{
    requireRoomForTokens(classifier.model->encoder->config(),
                         classifier.tokenizer->vocabularySize(), folder);
}

Classifier loadAdapted(const std::filesystem::path &folder)
{
    const StoredAdapter adapter(folder);
    const LabelSet labels = labelsOf(folder, adapter);
    const std::filesystem::path base = locateModel(baseModelOf(folder));
    RandomStream random(1, "weights that the adapter replaces");
    Classifier classifier;
    classifier.model = loadSequenceClassifier(ModelFolder(base), random, labels);
    loadAdapter(*classifier.model, adapter);
    mergeLora(*classifier.model);
    classifier.model->eval();
    classifier.tokenizer = loadTokenizer(hasTokenizer(folder) ? folder : base);
    requireTokenizerFits(classifier, folder);
    classifier.layout = layoutIn(folder);
    return classifier;
}

// Every parameter under its key, adapters folded in.
NamedTensors mergedTensors(const SequenceClassifier &model)
{
    const torch::NoGradGuard noGradients;
    NamedTensors tensors;
    for (const auto &parameter : model->named_parameters())
        if (parameter.key().find(".lora_") == std::string::npos)
            tensors.emplace(parameter.key(), parameter.value());
    for (const auto &entry : model->named_modules()) {
        const auto *layer = entry.value()->as<AdaptableLinear>();
        if (!layer || !layer->adapter())
            continue;
        const LowRankAdapter &adapter = *layer->adapter();
        tensors[entry.key() + ".weight"] = torch::add(
            layer->weight, adapter.up->weight.matmul(adapter.down->weight), adapter.scale);
    }
    return tensors;
}

} // namespace

Classifier loadClassifier(const std::filesystem::path &modelOrRun)
{
    if (std::filesystem::exists(modelOrRun / adapterConfig))
        return loadAdapted(modelOrRun);
    const std::filesystem::path folder = locateModel(modelOrRun);
    const std::filesystem::path adapter = folder / "adapter";
    if (!hasWeights(folder) && std::filesystem::exists(adapter / adapterConfig))
        return loadAdapted(adapter);
    RandomStream random(1, "weights that are replaced");
    Classifier classifier;
    classifier.model = loadSequenceClassifier(ModelFolder(folder), random);
    classifier.tokenizer = loadTokenizer(folder);
    requireTokenizerFits(classifier, folder);
    classifier.layout = layoutIn(folder);
    return classifier;
}

ModelContent classifierFrame(const Classifier &classifier)
{
    nlohmann::json config = classifier.model->config();
    config[layoutKey] = {{"max_tokens", classifier.layout.maximumTokens},
                         {"kmer", classifier.layout.kmer}};
    const auto saveTokenizer = [tokenizer =
                                    classifier.tokenizer](const std::filesystem::path &folder) {
        tokenizer->save(folder);
    };
    return {.documents = {{"config.json", std::move(config)}}, .others = {saveTokenizer}};
}

ModelContent classifierContent(const Classifier &classifier)
{
    ModelContent content = classifierFrame(classifier);
    content.weights.push_back({"model.safetensors", mergedTensors(classifier.model)});
    return content;
}

torch::Tensor logitsOf(SequenceClassifier &model, const EncodedExamples &examples,
                       int64_t examplesPerBatch, const std::function<void(int64_t)> &done)
{
    const torch::NoGradGuard noGradients;
    model->eval();
    std::vector<torch::Tensor> parts;
    std::vector<int64_t> rows;
    for (int64_t first = 0; first < examples.size(); first += examplesPerBatch) {
        rows.resize(static_cast<size_t>(std::min(examplesPerBatch, examples.size() - first)));
        std::iota(rows.begin(), rows.end(), first);
        parts.push_back(model(examples.pack(rows)));
        if (done)
            done(first + std::ssize(rows));
    }
    return torch::cat(parts);
}

torch::Tensor outputsOf(const torch::Tensor &logits, ProblemType problem)
{
    switch (problem) {
    case ProblemType::SingleLabel:
        return logits.softmax(1);
    case ProblemType::MultiLabel:
        return logits.sigmoid();
    case ProblemType::Regression:
        break;
    }
    return logits;
}

} // namespace helicase
