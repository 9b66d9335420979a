#include "core/neural/model/sequence_classifier.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/neural/model/config_values.h"
#include "core/neural/model/lora.h"

#include <array>

namespace helicase {

namespace {

struct ProblemName {
    std::string_view text; // of config.json
    ProblemType problem;
};

constexpr std::array problemNames{
    ProblemName{"regression", ProblemType::Regression},
    ProblemName{"single_label_classification", ProblemType::SingleLabel},
    ProblemName{"multi_label_classification", ProblemType::MultiLabel},
};

ProblemType problemOf(const nlohmann::json &config, int64_t outputs,
                      const std::filesystem::path &file)
{
    std::string text;
    readText(config, "problem_type", text, file);
    if (text.empty())
        return outputs == 1 ? ProblemType::Regression : ProblemType::SingleLabel;
    for (const ProblemName &name : problemNames)
        if (text == name.text)
            return name.problem;
    throw InputError("problem_type is " + printable(text) +
                         ", expected regression, single_label_classification or "
                         "multi_label_classification",
                     {.file = file});
}

InputError labelCountError(size_t names, int64_t outputs, const std::filesystem::path &file)
{
    return InputError("names " + std::to_string(names) + " labels, but the classification layer " +
                          "has " + std::to_string(outputs) + " outputs",
                      {.file = file});
}

std::vector<std::string> labelNames(const nlohmann::json &names, int64_t outputs,
                                    const std::filesystem::path &file)
{
    if (!names.is_object())
        throw InputError("id2label must be an object", {.file = file});
    if (std::ssize(names) != outputs)
        throw labelCountError(names.size(), outputs, file);
    std::vector<std::string> result;
    for (int64_t id = 0; id < outputs; ++id) {
        const auto name = names.find(std::to_string(id));
        if (name == names.end() || !name->is_string())
            throw InputError("id2label has no text for " + std::to_string(id), {.file = file});
        result.push_back(name->get<std::string>());
    }
    return result;
}

int64_t storedOutputs(const ModelFolder &folder)
{
    const torch::Tensor weight = folder.tensorOf("classifier.weight");
    if (weight.dim() != 2 || weight.size(0) < 1)
        throw InputError("tensor classifier.weight is no matrix", {.file = folder.weightsFile()});
    return weight.size(0);
}

LabelSet labelsFor(const ModelFolder &folder, const std::optional<LabelSet> &wanted)
{
    if (!folder.hasPart("classifier.")) {
        if (!wanted)
            throw InputError("holds no classification layer: tensor classifier.weight is missing",
                             {.file = folder.weightsFile()},
                             "fine-tune the model with helicase train classify first");
        return *wanted;
    }
    const int64_t outputs = storedOutputs(folder);
    if (wanted && wanted->size() != outputs)
        throw InputError(
            "has a classification layer with " + std::to_string(outputs) +
                " outputs, but the data have " + std::to_string(wanted->size()) + " labels",
            {.file = folder.weightsFile()}, "begin with a model without classification layer");
    return wanted ? *wanted
                  : LabelSet::read(folder.config(), outputs, folder.path() / "config.json");
}

} // namespace

LabelSet LabelSet::numbered(int64_t outputs)
{
    LabelSet labels;
    for (int64_t id = 0; id < outputs; ++id)
        labels.names.push_back("LABEL_" + std::to_string(id));
    labels.problem = outputs == 1 ? ProblemType::Regression : ProblemType::SingleLabel;
    return labels;
}

LabelSet LabelSet::read(const nlohmann::json &config, int64_t outputs,
                        const std::filesystem::path &file)
{
    LabelSet labels = numbered(outputs);
    labels.problem = problemOf(config, outputs, file);
    if (const auto names = config.find("id2label"); names != config.end() && !names->is_null())
        labels.names = labelNames(*names, outputs, file);
    return labels;
}

SequenceClassifierImpl::SequenceClassifierImpl(Encoder base, LabelSet labels, RandomStream &random,
                                               nlohmann::json baseConfig)
    : encoder(register_module("bert", std::move(base))), labels_(std::move(labels)),
      baseConfig_(std::move(baseConfig))
{
    if (labels_.names.empty())
        throw Error("a classification layer needs at least one output");
    const EncoderConfig &config = encoder->config();
    const double dropout = config.classifierDropout.value_or(config.dropout);
    classifier =
        register_module("classifier", ClassificationHead(config, labels_.size(), dropout, random));
}

torch::Tensor SequenceClassifierImpl::forward(const PackedBatch &batch)
{
    return classifier(encoder->pool(encoder->forward(batch).last, batch));
}

void SequenceClassifierImpl::setDropoutGenerator(const at::Generator &generator)
{
    encoder->setDropoutGenerator(generator);
    classifier->setDropoutGenerator(generator);
    setLoraDropoutGenerator(*this, generator);
}

void SequenceClassifierImpl::setClassifierDropout(double probability)
{
    classifier->setDropout(probability);
    classifierDropout_ = probability;
}

nlohmann::json SequenceClassifierImpl::config() const
{
    nlohmann::json config = baseConfig_.is_object() ? baseConfig_ : nlohmann::json::object();
    config.update(encoder->config().toJson());
    if (classifierDropout_)
        config["classifier_dropout"] = *classifierDropout_;
    config["architectures"] = {"BertForSequenceClassification"};
    config["num_labels"] = labels_.size();
    config["id2label"] = nlohmann::json::object();
    config["label2id"] = nlohmann::json::object();
    for (int64_t id = 0; id < labels_.size(); ++id) {
        const std::string &name = labels_.names[static_cast<size_t>(id)];
        config["id2label"][std::to_string(id)] = name;
        config["label2id"][name] = id;
    }
    for (const ProblemName &name : problemNames)
        if (name.problem == labels_.problem)
            config["problem_type"] = name.text;
    return config;
}

SequenceClassifier loadSequenceClassifier(const ModelFolder &folder, RandomStream &random,
                                          const std::optional<LabelSet> &labels)
{
    const LabelSet outputs = labelsFor(folder, labels);
    SequenceClassifier model(folder.loadEncoder(random), outputs, random, folder.config());
    if (folder.hasPart("classifier."))
        folder.loadPart(*model->classifier, "classifier.");
    model->eval();
    return model;
}

void saveSequenceClassifier(const std::filesystem::path &folder, const SequenceClassifier &model,
                            WeightsFormat format)
{
    requireNoAdapters(*model);
    const ModelPart part{"", model.get()};
    saveModel(folder, model->config(), {&part, 1}, format);
}

} // namespace helicase
