#include "core/neural/model/forward_pass.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/neural/tensor/attention.h"

namespace helicase {

namespace {

// The model of a task: its parts with the published prefixes, and what they compute.
struct TaskModel {
    std::vector<ModelPart> parts;
    std::function<NamedTensors(const ForwardBatch &)> run;
};

TaskModel encoderModel(const ModelFolder &folder)
{
    Encoder encoder = folder.loadEncoder();
    return {{{"bert.", encoder.get()}}, [encoder, pooled = folder.hasPooler()](const auto &batch) {
                Encoder model = encoder;
                NamedTensors outputs = encoderOutputs(model, batch);
                // A pooler that was drawn to fill a gap computes nothing that anybody published.
                if (!pooled)
                    outputs.erase("pooled_output");
                return outputs;
            }};
}

TaskModel maskedLanguageModel(const ModelFolder &folder)
{
    Encoder encoder = folder.loadEncoder();
    RandomStream random(1, "head that is loaded");
    MaskedLanguageHead head(encoder->config(), random);
    folder.loadPart(*head, "cls.");
    return {{{"bert.", encoder.get()}, {"cls.", head.get()}}, [encoder, head](const auto &batch) {
                Encoder model = encoder;
                MaskedLanguageHead output = head;
                return maskedLanguageOutputs(model, output, batch);
            }};
}

TaskModel classificationModel(const ModelFolder &folder)
{
    RandomStream random(1, "head that is loaded");
    SequenceClassifier model = loadSequenceClassifier(folder, random);
    return {{{"", model.get()}}, [model](const auto &batch) {
                SequenceClassifier classifier = model;
                return classificationOutputs(classifier, batch);
            }};
}

TaskModel modelOf(const ModelFolder &folder, ForwardTask task)
{
    switch (task) {
    case ForwardTask::MaskedLanguage:
        return maskedLanguageModel(folder);
    case ForwardTask::Classification:
        return classificationModel(folder);
    case ForwardTask::Encoder:
        break;
    }
    return encoderModel(folder);
}

// Bytes of what is kept per token: hidden states that are results, activations that gradients need,
// logits, and the widest intermediate row.
double bytesNeeded(const EncoderConfig &config, ForwardTask task, WithGradients gradients,
                   int64_t tokens)
{
    const int64_t hidden = 2 * config.layers * config.width;
    const int64_t activations = config.layers * (10 * config.width + 4 * config.feedForwardWidth);
    int64_t row = 4 * config.width + 3 * config.feedForwardWidth;
    if (task == ForwardTask::Encoder)
        row += 2 * hidden;
    if (task == ForwardTask::MaskedLanguage)
        row += 4 * config.vocabularySize;
    if (gradients == WithGradients::Yes)
        row += activations;
    return static_cast<double>(sizeof(float)) * static_cast<double>(row) *
           static_cast<double>(tokens);
}

NamedTensors takeGradients(const std::vector<ModelPart> &parts)
{
    NamedTensors gradients;
    for (const ModelPart &part : parts)
        for (const auto &parameter : part.module->named_parameters()) {
            torch::Tensor &gradient = parameter.value().mutable_grad();
            if (gradient.defined())
                gradients.emplace(part.prefix + parameter.key(), gradient);
            gradient = torch::Tensor();
        }
    return gradients;
}

void addWithPrefix(NamedTensors &all, const std::string &prefix, const NamedTensors &tensors)
{
    for (const auto &[name, tensor] : tensors)
        all.emplace(prefix + name, tensor.detach());
}

} // namespace

ForwardTask forwardTaskFrom(const std::string &name)
{
    if (name == "encoder")
        return ForwardTask::Encoder;
    if (name == "mlm")
        return ForwardTask::MaskedLanguage;
    if (name == "classify")
        return ForwardTask::Classification;
    throw OptionError("task", printable(name) + " is no task", "choose encoder, mlm or classify");
}

NamedTensors encoderOutputs(Encoder &encoder, const ForwardBatch &batch)
{
    const EncoderOutput output = encoder->forward(batch.packed, KeepLayers::Yes);
    const torch::Tensor last = unpack(output.last, batch.mask);
    const torch::Tensor embedding = encoder->embed(batch.padded);
    NamedTensors tensors{{"embedding_output", embedding.view(last.sizes())},
                         {"last_hidden_state", last},
                         {"pooled_output", encoder->pool(last.flatten(0, 1), batch.padded)}};
    for (size_t i = 0; i < output.layers.size(); ++i) {
        const std::string layer = "layer_" + std::to_string(i) + "_";
        tensors.emplace(layer + "attention_block_output",
                        unpack(output.attentionBlocks[i], batch.mask));
        tensors.emplace(layer + "output", unpack(output.layers[i], batch.mask));
    }
    return tensors;
}

NamedTensors maskedLanguageOutputs(Encoder &encoder, MaskedLanguageHead &head,
                                   const ForwardBatch &batch)
{
    const std::optional<torch::Tensor> labels = batch.tokenLabels();
    const torch::Tensor hidden = encoder->forward(batch.packed).last;
    const torch::Tensor words = encoder->wordEmbeddings();
    const torch::Tensor padded = unpack(hidden, batch.mask);
    const torch::Tensor logits =
        head(padded.flatten(0, 1), words).view({padded.size(0), padded.size(1), -1});
    NamedTensors tensors{{"logits_no_labels", logits}};
    if (!labels)
        return tensors;
    const torch::Tensor loss = maskedLanguageLoss(head, words, hidden, gather(*labels, batch.mask));
    tensors.emplace("logits_with_labels", logits * labels->gt(0).unsqueeze(2));
    tensors.emplace("loss", loss.view({1}));
    return tensors;
}

NamedTensors classificationOutputs(SequenceClassifier &model, const ForwardBatch &batch)
{
    const int64_t outputs = model->labels().size();
    const std::optional<torch::Tensor> labels = batch.rowLabels("labels", outputs);
    const std::optional<torch::Tensor> several = batch.rowLabels("labels_multi", outputs);
    const torch::Tensor logits = model(batch.packed);
    NamedTensors tensors{{"logits", logits}};
    if (labels)
        tensors.emplace("loss", classificationLoss(logits, *labels).view({1}));
    if (several)
        tensors.emplace("loss_multi_label_bce", classificationLoss(logits, *several).view({1}));
    return tensors;
}

ForwardResult forwardPass(const ModelFolder &folder, ForwardTask task, const NamedTensors &inputs,
                          const std::filesystem::path &file, WithGradients gradients)
{
    const EncoderConfig &config = folder.encoderConfig();
    int64_t tokens = 0;
    const std::vector<std::string> prefixes = batchPrefixes(inputs, file);
    for (const std::string &prefix : prefixes)
        tokens += inputs.at(prefix + "input_ids").numel();
    requireMemory("running " + std::to_string(tokens) + " tokens through the model",
                  bytesNeeded(config, task, gradients, tokens),
                  "cut the sequences, or give fewer at once");
    const torch::AutoGradMode mode(gradients == WithGradients::Yes);
    const TaskModel model = modelOf(folder, task);
    ForwardResult result;
    for (const std::string &prefix : prefixes) {
        const NamedTensors outputs = model.run(ForwardBatch(inputs, prefix, config, file));
        if (gradients == WithGradients::Yes) {
            const auto loss = outputs.find("loss");
            if (loss == outputs.end())
                throw InputError("holds no labels for the loss whose gradients are wanted",
                                 {.file = file}, "add the tensor " + prefix + "labels");
            loss->second.backward();
            addWithPrefix(result.gradients, prefix, takeGradients(model.parts));
        }
        addWithPrefix(result.outputs, prefix, outputs);
    }
    if (task == ForwardTask::Encoder)
        result.outputs.emplace("alibi_slopes", torch::tensor(alibiSlopes(config.heads)));
    return result;
}

} // namespace helicase
