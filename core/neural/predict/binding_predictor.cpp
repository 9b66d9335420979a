#include "core/neural/predict/binding_predictor.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/dataset/torch_checkpoint.h"
#include "core/neural/model/gpt_folder.h"
#include "core/neural/model/model_folder.h"
#include "core/neural/model/model_location.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <array>

namespace helicase {

namespace {

constexpr const char *backboneKey = "binding_backbone"; // in config.json
constexpr const char *heldOutFile = "held_out.txt";
constexpr size_t windowsPerBatch = 64;

std::vector<std::string> readNames(const std::filesystem::path &file)
{
    std::vector<std::string> names;
    if (!std::filesystem::exists(file))
        return names;
    const std::string text = readFile(file);
    for (const std::string_view line : split(text, '\n'))
        if (!trim(line).empty())
            names.emplace_back(trim(line));
    return names;
}

std::string_view nameOf(BindingBackbone backbone)
{
    return backbone == BindingBackbone::OneHot ? "onehot"
           : backbone == BindingBackbone::Gpt  ? "gpt"
                                               : "encoder";
}

// A network of the kind and sizes that the folder has; its weights are not read.
std::unique_ptr<BindingNetwork> networkLike(const std::filesystem::path &folder)
{
    const nlohmann::json config = readJsonFile(folder / "config.json");
    const std::string backbone = config.value(backboneKey, "");
    RandomStream random(1, "weights that are replaced");
    if (backbone == "encoder")
        return bindingOnEncoder(folder, random);
    if (backbone == "onehot")
        return bindingOnBases(random);
    if (backbone != "gpt")
        throw InputError("is no binding model", {.file = folder},
                         "train one with helicase train binding");
    const GptConfig sizes = GptConfig::from(config, folder / "config.json");
    return bindingOnGpt(Gpt(sizes, random), gptTokenizer(folder, sizes.vocabularySize), random);
}

// The tensors below a prefix, without it.
NamedTensors below(const NamedTensors &tensors, const std::string &prefix)
{
    NamedTensors found;
    for (const auto &[name, tensor] : tensors)
        if (name.starts_with(prefix))
            found.emplace(name.substr(prefix.size()), tensor);
    return found;
}

// The files of DNA-LLM hold the baseline as model_state, or a head and its GPT as regressor_state
// and gpt_state.
std::unique_ptr<BindingNetwork> publishedNetwork(const std::filesystem::path &file)
{
    const NamedTensors tensors = readTensors(file);
    NamedTensors weights = below(tensors, "model_state.");
    std::unique_ptr<BindingNetwork> network;
    RandomStream random(1, "weights that are replaced");
    if (!weights.empty()) {
        network = bindingOnBases(random);
    } else {
        weights = below(tensors, "gpt_state.");
        if (weights.empty())
            throw InputError("holds neither model_state nor gpt_state of a binding model",
                             {.file = file},
                             "name a run folder, a model folder, a cnn_baseline_model.pt or a "
                             "gpt_binding_model_full.pt");
        weights.erase("lm_head.weight"); // the table of tokens once more
        for (const auto &[name, tensor] : below(tensors, "regressor_state."))
            weights.emplace("regressor." + name, tensor);
        const GptConfig sizes = publishedSizes(file, "config.");
        network =
            bindingOnGpt(Gpt(sizes, random), gptTokenizer(file, sizes.vocabularySize), random);
    }
    loadState(network->module(), weights, "", file);
    return network;
}

} // namespace

BindingPredictor BindingPredictor::onEncoder(const std::filesystem::path &modelOrRun,
                                             RandomStream &random)
{
    return BindingPredictor(bindingOnEncoder(modelOrRun, random));
}

BindingPredictor BindingPredictor::onGpt(const std::filesystem::path &modelOrRun,
                                         RandomStream &random)
{
    Gpt gpt = loadGpt(modelOrRun);
    auto tokenizer = gptTokenizer(modelOrRun, gpt->config().vocabularySize);
    return BindingPredictor(bindingOnGpt(std::move(gpt), std::move(tokenizer), random));
}

BindingPredictor BindingPredictor::onBases(RandomStream &random)
{
    return BindingPredictor(bindingOnBases(random));
}

BindingPredictor BindingPredictor::load(const std::filesystem::path &modelOrRun)
{
    if (std::filesystem::is_regular_file(modelOrRun) && looksLikeTorchCheckpoint(modelOrRun))
        return BindingPredictor(publishedNetwork(modelOrRun));
    const std::filesystem::path folder = locateModel(modelOrRun);
    BindingPredictor predictor(networkLike(folder));
    predictor.loadWeights(folder);
    predictor.heldOut_ = readNames(folder / heldOutFile);
    return predictor;
}

Matrix BindingPredictor::predict(std::span<const std::string> windows)
{
    const torch::NoGradGuard noGradients;
    module().eval();
    if (windows.empty())
        return {};
    Matrix scores(std::ssize(windows), static_cast<int64_t>(windows.front().size()));
    for (size_t first = 0; first < windows.size(); first += windowsPerBatch) {
        const auto batch =
            windows.subspan(first, std::min(windowsPerBatch, windows.size() - first));
        const auto begin = static_cast<int64_t>(first);
        viewOfRows(scores, begin, begin + std::ssize(batch)).copy_(forward(batch));
    }
    return scores;
}

ModelContent BindingPredictor::content() const
{
    nlohmann::json config = network_->config();
    config[backboneKey] = nameOf(backbone());
    const std::array parts{ModelPart{"", &module()}};
    ModelContent content{.weights = {{"model.safetensors", tensorsOf(parts)}},
                         .documents = {{"config.json", std::move(config)}}};
    std::string names;
    for (const std::string &name : heldOut_)
        names += name + "\n";
    content.others.push_back([names = std::move(names)](const std::filesystem::path &folder) {
        writeFileAtomically(folder / heldOutFile, names);
    });
    if (const auto tokenizer = network_->tokenizer())
        content.others.push_back(
            [tokenizer](const std::filesystem::path &folder) { tokenizer->save(folder); });
    return content;
}

void BindingPredictor::loadWeights(const std::filesystem::path &folder)
{
    const std::filesystem::path file = folder / "model.safetensors";
    loadState(module(), readTensors(file), "", file);
}

} // namespace helicase
