// Kinds encoder, masked_lm and sequence_classification: the model of the folder on
// inputs.safetensors, compared with outputs.safetensors and, where there is a loss, the gradient of
// every parameter with grads.safetensors. Weights that the case stores in several formats must be
// the same in all.
#include "core/neural/model/forward_pass.h"
#include "core/neural/verify/case_kind.h"

#include <array>

namespace helicase {

namespace {

const std::string tiedDecoder = "cls.predictions.decoder.weight";
const std::string wordEmbeddings = "bert.embeddings.word_embeddings.weight";

// Writers repeat the tied matrix or leave it out; with it, files of both kinds hold the same names.
NamedTensors weightsWithTied(const std::filesystem::path &file)
{
    NamedTensors weights = readTensors(file);
    if (const auto words = weights.find(wordEmbeddings); words != weights.end())
        weights.emplace(tiedDecoder, words->second);
    return weights;
}

void compareFormats(const CaseFolder &folder, Comparison &comparison)
{
    const NamedTensors reference = weightsWithTied(folder.file("model.safetensors"));
    for (const char *name : {"pytorch_model.bin", "pytorch_model_legacy.bin"}) {
        const std::filesystem::path file = folder.file(name);
        if (std::filesystem::exists(file))
            comparison.compareAllExactly(weightsWithTied(file), reference, std::string(name) + " ");
    }
}

ForwardResult forward(const CaseFolder &folder, ForwardTask task, WithGradients gradients)
{
    const std::filesystem::path inputs = folder.file("inputs.safetensors");
    return forwardPass(ModelFolder(folder.path), task, readTensors(inputs), inputs, gradients);
}

// The references hold what comes out of the attention block in the first layer only.
bool isInnerBlock(const std::string &name)
{
    return name.ends_with("_attention_block_output") && name.find("layer_0_") == std::string::npos;
}

void checkWithGradients(const CaseFolder &folder, ForwardTask task, Comparison &comparison)
{
    const ForwardResult result = forward(folder, task, WithGradients::Yes);
    comparison.compareAll(result.outputs, readTensors(folder.file("outputs.safetensors")));
    comparison.compareAll(result.gradients, readTensors(folder.file("grads.safetensors")),
                          "gradient ");
    compareFormats(folder, comparison);
}

} // namespace

void checkEncoder(const CaseFolder &folder, Comparison &comparison)
{
    const NamedTensors reference = readTensors(folder.file("outputs.safetensors"));
    ForwardResult result = forward(folder, ForwardTask::Encoder, WithGradients::No);
    std::erase_if(result.outputs, [&](const auto &entry) {
        return isInnerBlock(entry.first) && !reference.contains(entry.first);
    });
    comparison.compareAll(result.outputs, reference);
    compareFormats(folder, comparison);
}

void checkMaskedLanguageModel(const CaseFolder &folder, Comparison &comparison)
{
    checkWithGradients(folder, ForwardTask::MaskedLanguage, comparison);
}

void checkSequenceClassification(const CaseFolder &folder, Comparison &comparison)
{
    checkWithGradients(folder, ForwardTask::Classification, comparison);
}

} // namespace helicase
