#include "core/neural/predict/binding_predictor.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/dataset/torch_checkpoint.h"
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

} // namespace

BindingPredictor BindingPredictor::onEncoder(const std::filesystem::path &modelOrRun,
                                             RandomStream &random)
{
    const std::filesystem::path folder = locateModel(modelOrRun);
    BindingPredictor predictor;
    predictor.tokenizer_ = loadTokenizer(folder);
    const ModelFolder model(folder);
    requireRoomForTokens(model.encoderConfig(), predictor.tokenizer_->vocabularySize(), folder);
    predictor.model_ = BindingModel(model.loadEncoder(), random);
    predictor.module_ = predictor.model_.ptr();
    return predictor;
}

BindingPredictor BindingPredictor::onBases(RandomStream &random)
{
    BindingPredictor predictor;
    predictor.baseline_ = BindingBaseline(random);
    predictor.module_ = predictor.baseline_.ptr();
    return predictor;
}

BindingPredictor BindingPredictor::loadPublished(const std::filesystem::path &file)
{
    const std::string prefix = "model_state.";
    NamedTensors weights;
    for (const auto &[name, tensor] : readTensors(file))
        if (name.starts_with(prefix))
            weights.emplace(name.substr(prefix.size()), tensor);
    if (weights.empty())
        throw InputError("holds no model_state of a binding baseline", {.file = file},
                         "name a run folder, a model folder or a cnn_baseline_model.pt");
    RandomStream random(1, "weights that are replaced");
    BindingPredictor predictor = onBases(random);
    loadState(*predictor.module_, weights, "", file);
    return predictor;
}

BindingPredictor BindingPredictor::load(const std::filesystem::path &modelOrRun)
{
    if (std::filesystem::is_regular_file(modelOrRun) && looksLikeTorchCheckpoint(modelOrRun))
        return loadPublished(modelOrRun);
    const std::filesystem::path folder = locateModel(modelOrRun);
    const nlohmann::json config = readJsonFile(folder / "config.json");
    const std::string backbone = config.value(backboneKey, "");
    if (backbone != "encoder" && backbone != "onehot")
        throw InputError("is no binding model", {.file = folder},
                         "train one with helicase train binding");
    RandomStream random(1, "weights that are replaced");
    BindingPredictor predictor = backbone == "onehot" ? onBases(random) : onEncoder(folder, random);
    predictor.loadWeights(folder);
    predictor.heldOut_ = readNames(folder / heldOutFile);
    return predictor;
}

torch::Tensor BindingPredictor::forward(std::span<const std::string> windows)
{
    const auto bases = static_cast<int64_t>(windows.front().size());
    if (!tokenizer_) {
        const std::vector<std::string_view> views(windows.begin(), windows.end());
        return baseline_(oneHotBases(views, bases));
    }
    std::vector<std::vector<TokenId>> ids;
    std::vector<std::vector<TokenSpan>> spans;
    for (const std::string &window : windows) {
        Encoding encoding = tokenizer_->encode(window, SpecialTokens::Add);
        ids.push_back(std::move(encoding.ids));
        spans.push_back(std::move(encoding.offsets));
    }
    const PackedBatch batch = pack(ids);
    return model_(batch, layOutBases(batch, spans, bases));
}

Matrix BindingPredictor::predict(std::span<const std::string> windows)
{
    const torch::NoGradGuard noGradients;
    module_->eval();
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

void BindingPredictor::setDropoutGenerator(const at::Generator &generator)
{
    if (model_)
        model_->setDropoutGenerator(generator);
    else
        baseline_->setDropoutGenerator(generator);
}

void BindingPredictor::setDropout(double probability)
{
    if (model_)
        model_->head->setDropout(probability);
    else
        baseline_->setDropout(probability);
}

ModelContent BindingPredictor::content() const
{
    nlohmann::json config = model_ ? model_->encoder->config().toJson() : nlohmann::json::object();
    config[backboneKey] = model_ ? "encoder" : "onehot";
    const std::array parts{ModelPart{"", module_.get()}};
    ModelContent content{.weights = {{"model.safetensors", tensorsOf(parts)}},
                         .documents = {{"config.json", std::move(config)}}};
    std::string names;
    for (const std::string &name : heldOut_)
        names += name + "\n";
    content.others.push_back([names = std::move(names)](const std::filesystem::path &folder) {
        writeFileAtomically(folder / heldOutFile, names);
    });
    if (tokenizer_)
        content.others.push_back([tokenizer = tokenizer_](const std::filesystem::path &folder) {
            tokenizer->save(folder);
        });
    return content;
}

void BindingPredictor::loadWeights(const std::filesystem::path &folder)
{
    const std::filesystem::path file = folder / "model.safetensors";
    loadState(*module_, readTensors(file), "", file);
}

} // namespace helicase
