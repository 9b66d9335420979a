#include "core/neural/model/gpt_folder.h"

#include "core/base/error.h"
#include "core/dataset/torch_checkpoint.h"
#include "core/dataset/torch_writer.h"
#include "core/dataset/weights_file.h"
#include "core/neural/model/model_folder.h"
#include "core/neural/model/model_location.h"
#include "core/tokenizer/fixed_vocabularies.h"
#include "core/tokenizer/pipeline_tokenizer.h"

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

constexpr const char *outputKey = "lm_head.weight";
constexpr const char *tokenKey = "transformer.wte.weight";
constexpr const char *statePrefix = "model.";

// Sizes and weights as a file holds them.
struct StoredGpt {
    GptConfig config;
    NamedTensors state;
    std::filesystem::path file;
};

StoredGpt readCheckpoint(const std::filesystem::path &file)
{
    StoredGpt stored{.config = {}, .state = {}, .file = file};
    if (!looksLikeTorchCheckpoint(file))
        throw InputError("is no checkpoint of a GPT", {.file = file},
                         "name a model or run folder, or a .pt file with model_args and model");
    stored.config = publishedSizes(file, "model_args.");
    for (auto &[name, tensor] : readTensors(file))
        if (name.starts_with(statePrefix))
            stored.state.emplace(name.substr(std::string_view(statePrefix).size()), tensor);
    return stored;
}

StoredGpt readFolder(const std::filesystem::path &folder)
{
    if (!isGptFolder(folder))
        throw InputError("is no model folder of a character GPT (config.json with model_type gpt)",
                         {.file = folder}, "train one with helicase train gpt");
    StoredGpt stored{.config = GptConfig::read(folder / "config.json"),
                     .state = {},
                     .file = findWeights(folder)};
    stored.state = readTensors(stored.file);
    return stored;
}

// The output layer is the table of tokens; a file may repeat it.
void dropTiedOutput(NamedTensors &state, const std::filesystem::path &file)
{
    const auto output = state.find(outputKey);
    if (output == state.end())
        return;
    const auto tokens = state.find(tokenKey);
    if (tokens == state.end())
        state.emplace(tokenKey, output->second);
    else if (!torch::equal(tokens->second, output->second))
        throw InputError(std::string("tensor ") + outputKey + " differs from " + tokenKey +
                             ", which it is tied to",
                         {.file = file}, "the model cannot be represented");
    state.erase(outputKey);
}

// Sizes may claim anything: they must be those of the file before memory is taken for them.
void requireClaimedSizes(const StoredGpt &stored)
{
    const GptConfig &config = stored.config;
    const auto require = [&](const std::string &name, std::vector<int64_t> shape) {
        const auto found = stored.state.find(name);
        if (found == stored.state.end())
            throw InputError("lacks tensors of the model: " + name, {.file = stored.file},
                             "the weights and the sizes belong to different models");
        if (found->second.sizes() != shape)
            throw InputError("tensor " + name + " has shape " + shapeText(found->second.sizes()) +
                                 ", expected " + shapeText(shape),
                             {.file = stored.file},
                             "the weights and the sizes belong to different models");
    };
    require(tokenKey, {config.vocabularySize, config.width});
    require("transformer.wpe.weight", {config.context, config.width});
    for (int64_t layer = 0; layer < config.layers; ++layer)
        require("transformer.h." + std::to_string(layer) + ".mlp.c_fc.weight",
                {4 * config.width, config.width});
}

} // namespace

GptConfig publishedSizes(const std::filesystem::path &file, std::string_view prefix)
{
    nlohmann::json sizes = nlohmann::json::object();
    const TorchCheckpoint checkpoint(file);
    for (const auto &[name, value] : checkpoint.values())
        if (name.starts_with(prefix))
            std::visit([&](const auto &plain) { sizes[name.substr(prefix.size())] = plain; },
                       value);
    return GptConfig::from(sizes, file);
}

Gpt loadGpt(const std::filesystem::path &modelOrRun)
{
    StoredGpt stored = std::filesystem::is_regular_file(modelOrRun)
                           ? readCheckpoint(modelOrRun)
                           : readFolder(locateModel(modelOrRun));
    dropTiedOutput(stored.state, stored.file);
    requireClaimedSizes(stored);
    RandomStream random(1, "weights that are replaced");
    Gpt model(stored.config, random);
    loadState(*model, stored.state, "", stored.file);
    model->eval();
    return model;
}

void loadGptWeights(Gpt &model, const std::filesystem::path &folder)
{
    StoredGpt stored = readFolder(folder);
    dropTiedOutput(stored.state, stored.file);
    loadState(*model, stored.state, "", stored.file);
}

std::shared_ptr<const Tokenizer> tokenizerOfLetters(const std::vector<std::string> &letters)
{
    return std::make_shared<PipelineTokenizer>(characterTokenizer(letters));
}

std::shared_ptr<const Tokenizer> gptTokenizer(const std::filesystem::path &modelOrRun,
                                              int64_t vocabularySize)
{
    const std::filesystem::path folder = std::filesystem::is_regular_file(modelOrRun)
                                             ? modelOrRun.parent_path()
                                             : locateModel(modelOrRun);
    for (const char *name : {"tokenizer.json", "meta.pkl"}) {
        if (!std::filesystem::exists(folder / name))
            continue;
        auto tokenizer = loadTokenizer(folder / name);
        if (tokenizer->vocabularySize() != vocabularySize)
            throw InputError("has " + std::to_string(tokenizer->vocabularySize()) +
                                 " tokens, the model beside it " + std::to_string(vocabularySize),
                             {.file = folder / name},
                             "take the tokenizer that belongs to the model");
        return tokenizer;
    }
    for (const std::vector<std::string> &letters : {genomeAlphabet(), baseAlphabet()})
        if (std::ssize(letters) == vocabularySize)
            return tokenizerOfLetters(letters);
    throw InputError("its " + std::to_string(vocabularySize) +
                         " letters are not known: neither tokenizer.json nor meta.pkl is there",
                     {.file = modelOrRun}, "put the meta.pkl of its data beside it");
}

ModelContent gptContent(const Gpt &model, std::shared_ptr<const Tokenizer> tokenizer)
{
    const ModelPart part{"", model.get()};
    ModelContent content{.weights = {{"model.safetensors", tensorsOf({&part, 1})}},
                         .documents = {{"config.json", model->config().toJson()}}};
    content.others.push_back([tokenizer = std::move(tokenizer)](
                                 const std::filesystem::path &folder) { tokenizer->save(folder); });
    return content;
}

NamedTensors publishedState(const Gpt &model)
{
    const ModelPart part{"", model.get()};
    NamedTensors state = tensorsOf({&part, 1});
    state.emplace(outputKey, model->tokenTable());
    return state;
}

void writePublishedGpt(const std::filesystem::path &file, const Gpt &model,
                       const PublishedProgress &progress)
{
    const GptConfig &config = model->config();
    const TorchDictionary arguments{
        {"n_layer", {config.layers}}, {"n_head", {config.heads}},
        {"n_embd", {config.width}},   {"block_size", {config.context}},
        {"bias", {config.hasBias}},   {"vocab_size", {config.vocabularySize}},
        {"dropout", {config.dropout}}};
    TorchDictionary state;
    std::vector<torch::Tensor> kept;
    for (const auto &[name, tensor] : publishedState(model)) {
        kept.push_back(tensor.detach().contiguous());
        const torch::Tensor &values = kept.back();
        state.push_back({name,
                         {TensorToWrite{name,
                                        "F32",
                                        values.sizes().vec(),
                                        {static_cast<const std::byte *>(values.const_data_ptr()),
                                         values.nbytes()}}}});
    }
    writeTorchDictionary(file, {{"model_args", {arguments}},
                                {"model", {std::move(state)}},
                                {"best_val_loss", {progress.bestLoss}},
                                {"iter", {progress.iteration}}});
}

} // namespace helicase
