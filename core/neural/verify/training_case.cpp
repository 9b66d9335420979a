// Kinds training_masked_lm and training_classification: steps from model.safetensors to
// final.safetensors with the optimizer and the schedule of settings.json, in training mode, all
// dropout being 0. inputs.safetensors: input_ids, attention_mask, labels [steps, ...];
// outputs.safetensors: loss, grad_norm [steps]; lr.safetensors: lr.
#include "core/base/json_file.h"
#include "core/neural/model/forward_pass.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/trajectory.h"

#include <algorithm>
#include <iterator>

namespace helicase {

namespace {

// The batches of all steps, one after another.
class TrainingInputs {
public:
    TrainingInputs(const CaseFolder &folder, const EncoderConfig &config)
        : file_(folder.file("inputs.safetensors")), config_(config), tensors_(readTensors(file_))
    {
    }

    // What a model gives for the batch of a step: a function of the batch with the output "loss".
    template <typename Outputs>
    torch::Tensor loss(int64_t step, const Outputs &outputs) const
    {
        NamedTensors batch;
        for (const auto &[name, tensor] : tensors_)
            batch.emplace(name, tensor[step]);
        return outputs(ForwardBatch(batch, "", config_, file_)).at("loss");
    }

private:
    std::filesystem::path file_;
    EncoderConfig config_;
    NamedTensors tensors_;
};

using StepLoss = std::function<torch::Tensor(int64_t step)>;

void checkTraining(const CaseFolder &folder, const std::vector<NamedParameter> &parameters,
                   const StepLoss &loss, Comparison &comparison)
{
    const nlohmann::json settings = readJsonFile(folder.file("settings.json"));
    AdamW optimizer(splitByDecay(parameters, 1, settings.at("weight_decay")),
                    adamSettings(settings));
    compareDecay(settings, optimizer, comparison);
    const RateCurve rate = huggingFaceRate(settings);
    const double largestNorm = settings.at("max_grad_norm");
    const TrajectoryCurves curves =
        run({.optimizer = optimizer, .rate = rate, .largestNorm = largestNorm, .loss = loss},
            stepsOf(folder, settings));
    compareTrajectory(folder, curves, parameters, comparison);
}

} // namespace

void checkTrainingMaskedLanguageModel(const CaseFolder &folder, Comparison &comparison)
{
    const ModelFolder files(folder.path);
    Encoder encoder = files.loadEncoder();
    RandomStream random(1, "head that is loaded");
    MaskedLanguageHead head(encoder->config(), random);
    files.loadPart(*head, "cls.");
    encoder->train();
    std::vector<NamedParameter> parameters = namedParameters(*encoder, "bert.");
    // No part of this model: it is drawn afresh, and the loss does not depend on it.
    if (!files.hasPooler())
        std::erase_if(parameters, [](const NamedParameter &parameter) {
            return parameter.name.starts_with("bert.pooler.");
        });
    std::ranges::copy(namedParameters(*head, "cls."), std::back_inserter(parameters));
    const TrainingInputs inputs(folder, encoder->config());
    const auto loss = [&](int64_t step) {
        return inputs.loss(step, [&](const ForwardBatch &batch) {
            return maskedLanguageOutputs(encoder, head, batch);
        });
    };
    checkTraining(folder, parameters, loss, comparison);
}

void checkTrainingClassification(const CaseFolder &folder, Comparison &comparison)
{
    const ModelFolder files(folder.path);
    RandomStream random(1, "parts that the case does not store");
    SequenceClassifier model = loadSequenceClassifier(files, random);
    model->train();
    const TrainingInputs inputs(folder, files.encoderConfig());
    const auto loss = [&](int64_t step) {
        return inputs.loss(
            step, [&](const ForwardBatch &batch) { return classificationOutputs(model, batch); });
    };
    checkTraining(folder, namedParameters(*model, ""), loss, comparison);
}

} // namespace helicase
