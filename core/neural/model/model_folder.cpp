#include "core/neural/model/model_folder.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/dataset/weights_file.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace helicase {

namespace {

constexpr std::string_view wordKey = "embeddings.word_embeddings.weight";

// DNABERT-S stores its contrastive head apart from the encoder.
constexpr const char *contrastiveHeadFile = "con_weights.ckpt";
constexpr std::string_view tiedOutputKey = "cls.predictions.decoder.weight";

// Everything before the encoder's own keys: empty or ending with a dot.
std::string findEncoderPrefix(const NamedTensors &tensors, const std::filesystem::path &file)
{
    for (const auto &[name, tensor] : tensors) {
        if (!name.ends_with(wordKey))
            continue;
        const std::string prefix = name.substr(0, name.size() - wordKey.size());
        if (prefix.empty() || prefix.ends_with('.'))
            return prefix;
    }
    throw InputError("holds no encoder: tensor " + std::string(wordKey) + " is missing",
                     {.file = file});
}

// Heads stand beside the encoder, which the published models call "bert" or "dnabert2".
std::string headPrefixOf(const std::string &encoderPrefix)
{
    for (const std::string_view own : {"bert.", "dnabert2."})
        if (encoderPrefix == own || encoderPrefix.ends_with("." + std::string(own)))
            return encoderPrefix.substr(0, encoderPrefix.size() - own.size());
    return encoderPrefix;
}

// Buffers that some writers store beside the parameters.
bool isKnownBuffer(const std::string &name)
{
    return name.ends_with("position_ids") || name.ends_with("token_type_ids");
}

// "a, b, c and 12 more".
std::string listOf(const std::vector<std::string> &names)
{
    constexpr size_t shown = 5;
    std::vector<std::string> first(
        names.begin(), names.begin() + static_cast<long>(std::min(shown, names.size())));
    const std::string text = join(first, ", ");
    return names.size() <= shown ? text
                                 : text + " and " + std::to_string(names.size() - shown) + " more";
}

void requireShape(const std::string &name, torch::IntArrayRef found, torch::IntArrayRef expected,
                  const std::filesystem::path &file)
{
    if (found != expected)
        throw InputError("tensor " + name + " has shape " + shapeText(found) + ", expected " +
                             shapeText(expected),
                         {.file = file}, "the file and config.json belong to different models");
}

// Copies the numbers; a model that computes with NaN or infinity helps nobody.
void copyFinite(const torch::Tensor &from, torch::Tensor into, const std::string &name,
                const std::filesystem::path &file)
{
    into.copy_(from);
    // One pass that tells sound weights; the sum of finite numbers is hardly ever infinite.
    if (std::isfinite(into.sum().item<double>()))
        return;
    const auto nans = into.isnan().sum().item<int64_t>();
    const auto infinities = into.isinf().sum().item<int64_t>();
    std::vector<std::string> found;
    if (nans > 0)
        found.push_back(std::to_string(nans) + " NaN");
    if (infinities > 0)
        found.push_back(std::to_string(infinities) +
                        (infinities == 1 ? " infinite number" : " infinite numbers"));
    if (!found.empty())
        throw InputError("tensor " + name + " holds " + join(found, " and "), {.file = file},
                         "take the weights from before training broke down");
}

// Entries whose name begins with the prefix, without it.
NamedTensors below(const NamedTensors &tensors, const std::string &prefix)
{
    NamedTensors result;
    for (auto entry = tensors.lower_bound(prefix);
         entry != tensors.end() && entry->first.starts_with(prefix); ++entry)
        result.emplace(entry->first.substr(prefix.size()), entry->second);
    return result;
}

// config.json may claim any sizes: they must be those of the file before memory is taken for them.
void requireSizes(const NamedTensors &tensors, const EncoderConfig &config,
                  const std::string &prefix, const std::filesystem::path &file)
{
    const auto require = [&](const std::string &key, std::vector<int64_t> shape) {
        const auto found = tensors.find(prefix + key);
        if (found == tensors.end())
            throw InputError("lacks tensors of the model: " + prefix + key, {.file = file},
                             "the file and config.json belong to different models");
        requireShape(prefix + key, found->second.sizes(), shape, file);
    };
    const int64_t width = config.width;
    require(std::string(wordKey), {config.vocabularySize, width});
    require("embeddings.token_type_embeddings.weight", {config.tokenTypes, width});
    for (int64_t layer = 0; layer < config.layers; ++layer) {
        const std::string key = "encoder.layer." + std::to_string(layer) + ".";
        require(key + "attention.self.Wqkv.weight", {3 * width, width});
        require(key + "mlp.gated_layers.weight", {2 * config.feedForwardWidth, width});
    }
}

// PyTorch's files hold the tied output layer of a masked-language model under its own name, too.
NamedTensors withTiedOutput(NamedTensors tensors)
{
    if (const auto words = tensors.find("bert." + std::string(wordKey));
        words != tensors.end() && tensors.contains("cls.predictions.decoder.bias"))
        tensors.emplace(tiedOutputKey, words->second);
    return tensors;
}

} // namespace

void loadState(torch::nn::Module &module, const NamedTensors &tensors, const std::string &prefix,
               const std::filesystem::path &file,
               const std::function<bool(const std::string &)> &optional)
{
    const torch::NoGradGuard noGradient;
    NamedTensors unused = below(tensors, prefix);
    std::vector<std::string> missing;
    for (const auto &parameter : module.named_parameters()) {
        const auto found = unused.find(parameter.key());
        if (found == unused.end()) {
            if (!optional || !optional(parameter.key()))
                missing.push_back(prefix + parameter.key());
            continue;
        }
        requireShape(prefix + parameter.key(), found->second.sizes(), parameter.value().sizes(),
                     file);
        if (!found->second.is_floating_point())
            throw InputError("tensor " + prefix + parameter.key() +
                                 " does not hold floating-point numbers",
                             {.file = file});
        copyFinite(found->second, parameter.value(), prefix + parameter.key(), file);
        unused.erase(found);
    }
    if (!missing.empty())
        throw InputError("lacks tensors of the model: " + listOf(missing), {.file = file},
                         "the file and config.json belong to different models");
    std::vector<std::string> unexpected;
    for (const auto &[name, tensor] : unused)
        if (!isKnownBuffer(name))
            unexpected.push_back(nameText(prefix + name));
    if (!unexpected.empty())
        throw InputError("holds tensors that the model does not have: " + listOf(unexpected),
                         {.file = file}, "the file and config.json belong to different models");
}

ModelFolder::ModelFolder(const std::filesystem::path &folder) : folder_(folder)
{
    if (!std::filesystem::is_directory(folder))
        throw InputError("is no folder", {.file = folder}, modelFolderHint);
    const std::filesystem::path configFile = folder / "config.json";
    if (!std::filesystem::is_regular_file(configFile))
        throw InputError("is no model folder: config.json is missing", {.file = folder},
                         modelFolderHint);
    weightsFile_ = findWeights(folder);
    config_ = readJsonFile(configFile);
    encoderConfig_ = EncoderConfig::read(configFile);
    tensors_ = readTensors(weightsFile_);
    encoderPrefix_ = findEncoderPrefix(tensors_, weightsFile_);
    headPrefix_ = headPrefixOf(encoderPrefix_);
    if (const auto file = folder / contrastiveHeadFile; std::filesystem::is_regular_file(file))
        for (const auto &[name, tensor] : readTensors(file))
            tensors_.emplace(headPrefix_ + "contrast_head." + name, tensor);
}

Encoder ModelFolder::loadEncoder() const
{
    RandomStream random(1, "pooler of a model without one");
    return loadEncoder(random);
}

Encoder ModelFolder::loadEncoder(RandomStream &random) const
{
    requireSizes(tensors_, encoderConfig_, encoderPrefix_, weightsFile_);
    constexpr std::array parts{"embeddings.", "encoder.", "pooler."};
    NamedTensors encoderTensors;
    for (const char *part : parts)
        for (const auto &[name, tensor] : below(tensors_, encoderPrefix_ + part))
            encoderTensors.emplace(encoderPrefix_ + part + name, tensor);
    Encoder encoder(encoderConfig_, random);
    loadState(*encoder, encoderTensors, encoderPrefix_, weightsFile_,
              [](const std::string &key) { return key.starts_with("pooler."); });
    encoder->eval();
    return encoder;
}

void ModelFolder::loadPart(torch::nn::Module &module, const std::string &prefix) const
{
    if (!hasPart(prefix))
        throw InputError("holds no such head: no tensor's name begins with " + headPrefix_ + prefix,
                         {.file = weightsFile_}, "take a model that was trained with one");
    NamedTensors part = below(tensors_, headPrefix_);
    // Some writers repeat the tied matrix; the encoder has it already.
    if (const auto repeated = part.find(std::string(tiedOutputKey)); repeated != part.end()) {
        if (!torch::equal(repeated->second, tensors_.at(encoderPrefix_ + std::string(wordKey))))
            throw InputError("tensor " + headPrefix_ + std::string(tiedOutputKey) +
                                 " differs from the word embeddings that it is tied to",
                             {.file = weightsFile_}, "the model cannot be represented");
        part.erase(repeated);
    }
    loadState(module, part, prefix, weightsFile_);
}

bool ModelFolder::hasPart(const std::string &prefix) const
{
    const auto entry = tensors_.lower_bound(headPrefix_ + prefix);
    return entry != tensors_.end() && entry->first.starts_with(headPrefix_ + prefix);
}

bool ModelFolder::hasPooler() const
{
    return tensors_.contains(encoderPrefix_ + "pooler.dense.weight");
}

const torch::Tensor &ModelFolder::tensorOf(const std::string &key) const
{
    const auto found = tensors_.find(headPrefix_ + key);
    if (found == tensors_.end())
        throw InputError("lacks the tensor " + headPrefix_ + key, {.file = weightsFile_});
    return found->second;
}

NamedTensors tensorsOf(std::span<const ModelPart> parts)
{
    NamedTensors tensors;
    for (const ModelPart &part : parts)
        for (const auto &parameter : part.module->named_parameters())
            tensors.emplace(part.prefix + parameter.key(), parameter.value());
    return tensors;
}

WeightsFormat weightsFormatFrom(const std::string &name)
{
    if (name == "safetensors")
        return WeightsFormat::Safetensors;
    if (name == "pytorch")
        return WeightsFormat::Pytorch;
    throw OptionError("format", printable(name) + " is no format of weights",
                      "choose safetensors or pytorch");
}

void saveModel(const std::filesystem::path &folder, const nlohmann::json &config,
               NamedTensors tensors, WeightsFormat format)
{
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        throw DiskError("create folder", folder, failure.value());
    const bool isPytorch = format == WeightsFormat::Pytorch;
    const std::string name = isPytorch ? "pytorch_model.bin" : "model.safetensors";
    if (isPytorch)
        writePytorchTensors(folder / name, withTiedOutput(std::move(tensors)));
    else
        writeTensors(folder / name, tensors, {{"format", "pt"}});
    writeJsonFile(folder / "config.json", config);
    removeOtherWeights(folder, name);
}

void saveModel(const std::filesystem::path &folder, const nlohmann::json &config,
               std::span<const ModelPart> parts, WeightsFormat format)
{
    saveModel(folder, config, tensorsOf(parts), format);
}

} // namespace helicase
