// Kind lora: a classifier with the adapter that peft wrote into adapter/. Logits, loss and
// gradients with it, logits without it and after merging, merged weights (merged.safetensors, where
// the case has it), and which parameters are trained (trainable_parameters.json).
#include "core/base/json_file.h"
#include "core/neural/model/adapter_folder.h"
#include "core/neural/model/forward_pass.h"
#include "core/neural/verify/case_kind.h"

#include <set>

namespace helicase {

namespace {

const std::string peftPrefix = "base_model.model.";
const std::string classifierPrefix = "classifier.";

// The name of a parameter in a model that peft has wrapped; its adapter is called "default".
std::string peftName(const std::string &name)
{
    if (name.starts_with(classifierPrefix))
        return peftPrefix + "classifier.modules_to_save.default." +
               name.substr(classifierPrefix.size());
    const size_t last = name.rfind('.');
    return peftPrefix + name.substr(0, last) + ".default" + name.substr(last);
}

// peft keeps the classifier it was given beside the copy that it trains, and leaves it trainable,
// though nothing reaches it.
std::string peftOriginalName(const std::string &name)
{
    return peftPrefix + "classifier.original_module." + name.substr(classifierPrefix.size());
}

void compareTrainable(const CaseFolder &folder, const SequenceClassifier &model,
                      Comparison &comparison)
{
    const nlohmann::json expected = readJsonFile(folder.file("trainable_parameters.json"));
    std::set<std::string> names;
    nlohmann::json stored = nlohmann::json::object();
    int64_t count = 0;
    for (const auto &item : trainableParameters(*model)) {
        const std::string &name = item.key();
        names.insert(peftName(name));
        count += item.value().numel();
        stored[peftPrefix + name] = item.value().sizes().vec();
        if (name.starts_with(classifierPrefix)) {
            names.insert(peftOriginalName(name));
            count += item.value().numel();
        }
    }
    comparison.require(stored == expected.at("adapter_keys"),
                       "trainable_parameters.json: adapter_keys are not the trained parameters");
    comparison.require(names == expected.at("peft_names").get<std::set<std::string>>(),
                       "trainable_parameters.json: peft_names are not the trained parameters");
    comparison.require(count == expected.at("count").get<int64_t>(),
                       "trainable_parameters.json: count is not the number of trained values, " +
                           std::to_string(count));
}

NamedTensors gradientsOf(const SequenceClassifier &model)
{
    NamedTensors gradients;
    for (const auto &item : trainableParameters(*model))
        gradients.emplace(peftName(item.key()), item.value().grad());
    return gradients;
}

NamedTensors weightsOf(const SequenceClassifier &model)
{
    NamedTensors weights;
    for (const auto &item : model->named_parameters())
        weights.emplace(item.key(), item.value().detach());
    return weights;
}

} // namespace

void checkLora(const CaseFolder &folder, Comparison &comparison)
{
    const std::filesystem::path file = folder.file("inputs.safetensors");
    const NamedTensors inputs = readTensors(file);
    const ModelFolder files(folder.path);
    const ForwardBatch batch(inputs, "", files.encoderConfig(), file);
    RandomStream random(1, "parts that the case does not store");
    SequenceClassifier model = loadSequenceClassifier(files, random);
    const torch::Tensor baseLogits = model(batch.packed).detach();

    loadAdapter(*model, StoredAdapter(folder.file("adapter")));
    NamedTensors found = classificationOutputs(model, batch);
    found.at("loss").backward();
    found.emplace("logits_base_without_adapter", baseLogits);
    compareTrainable(folder, model, comparison);
    comparison.compareAll(gradientsOf(model), readTensors(folder.file("grads.safetensors")),
                          "gradient ");

    mergeLora(*model);
    found.emplace("logits_merged", model(batch.packed));
    comparison.compareAll(found, readTensors(folder.file("outputs.safetensors")));
    if (const auto merged = folder.file("merged.safetensors"); std::filesystem::exists(merged))
        comparison.compareAll(weightsOf(model), readTensors(merged), "merged ");
}

} // namespace helicase
