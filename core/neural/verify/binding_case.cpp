// Kinds binding_cnn (the convolutional baseline on one batch), binding_cnn_published (its published
// weights on rows of chr22_sequences.txt.gz), pearson and shift_augmentation, as DNA-LLM has them.
#include "core/base/json_file.h"
#include "core/base/python_random.h"
#include "core/evaluate/score_metrics.h"
#include "core/neural/model/binding_model.h"
#include "core/neural/model/model_folder.h"
#include "core/neural/predict/binding_predictor.h"
#include "core/neural/tasks/binding_windows.h"
#include "core/neural/tensor/matrix_tensor.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/case_tensors.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

namespace helicase {

namespace {

std::span<const float> numbersOf(const torch::Tensor &tensor)
{
    return {tensor.const_data_ptr<float>(), static_cast<size_t>(tensor.numel())};
}

double publishedPearson(std::span<const float> x, std::span<const float> y)
{
    return meanBatchPearson(x, y, std::ssize(x));
}

torch::Tensor oneNumber(double value)
{
    return torch::tensor(value, torch::kFloat64);
}

// null: a number that is not finite.
std::vector<float> batchOf(const nlohmann::json &values)
{
    std::vector<float> batch;
    for (const nlohmann::json &value : values)
        batch.push_back(value.is_null() ? std::numeric_limits<float>::quiet_NaN()
                                        : value.get<float>());
    return batch;
}

// Places of the published first fifth, for as many rows as the case was made of.
void compareSplit(const nlohmann::json &config, Comparison &comparison)
{
    const int64_t rows = config.at("n_rows");
    BindingSet set{.scores = Matrix(rows, 1)};
    RandomStream unused(1, "split");
    const WindowSplit split = splitWindows(set, 0.2, SplitRule::Published, unused);
    comparison.require(nlohmann::json(split.heldOut.size()) == config.at("n_val"),
                       "another number of windows is held out");
    const std::vector<int64_t> first(split.heldOut.begin(), split.heldOut.begin() + 20);
    comparison.require(nlohmann::json(first) == config.at("split_first20_of_python_shuffle_seed42"),
                       "other windows are held out");
}

struct MovedWindow {
    std::string window;
    std::vector<float> scores;
};

void compareShift(const std::string &name, const MovedWindow &whole, const nlohmann::json &expected,
                  Comparison &comparison)
{
    MovedWindow found = whole;
    const int64_t shift = expected.at("shift");
    shiftAsPublished(found.window, found.scores, shift);
    comparison.require(found.window == expected.at("baseline_sequence"),
                       name + ": another sequence");
    std::vector<float> scores(found.scores.size());
    for (const nlohmann::json &span : expected.at("score_spans"))
        std::fill(scores.begin() + span.at(0).get<int64_t>(),
                  scores.begin() + span.at(1).get<int64_t>(), span.at(2).get<float>());
    comparison.compare(name, torch::tensor(found.scores), torch::tensor(scores));
    MovedWindow padded = whole;
    shiftAsPublished(padded.window, padded.scores, shift, 'A');
    for (size_t i = 0; i < found.window.size(); ++i)
        comparison.require(padded.window[i] == found.window[i] ||
                               (found.window[i] == 'N' && padded.window[i] == 'A'),
                           name + ": padding with A gives another sequence");
}

} // namespace

void checkBindingCnn(const CaseFolder &folder, Comparison &comparison)
{
    const nlohmann::json config = readJsonFile(folder.file("config.json"));
    const std::vector<std::string> sequences = config.at("sequences");
    const std::vector<std::string_view> views(sequences.begin(), sequences.end());
    const CaseTensors inputs(folder.file("inputs.safetensors"));
    const CaseTensors outputs(folder.file("outputs.safetensors"));
    RandomStream random(1, "weights that are replaced");
    BindingBaseline model(random, config.at("head_hidden_dim").get<int64_t>());
    const std::filesystem::path weights = folder.file("model.safetensors");
    loadState(*model, readTensors(weights), "", weights);
    model->eval();
    const torch::Tensor oneHot = oneHotBases(views, std::ssize(sequences.front()));
    const torch::Tensor predicted = model(oneHot);
    const torch::Tensor loss = torch::mse_loss(predicted, inputs.at("scores"));
    loss.backward();
    const torch::Tensor scores = inputs.at("scores").contiguous();
    const torch::Tensor flat = predicted.detach().contiguous();
    comparison.compare("one_hot", oneHot, inputs.at("one_hot"));
    NamedTensors found{
        {"pred", predicted},
        {"loss", loss},
        {"pearson", oneNumber(publishedPearson(numbersOf(flat), numbersOf(scores)))}};
    for (const auto &parameter : model->named_parameters())
        found.emplace("grad." + parameter.key(), parameter.value().grad());
    comparison.compareAll(found, outputs.all());
    const BindingBaseline published(random);
    int64_t parameters = 0;
    for (const torch::Tensor &parameter : published->parameters())
        parameters += parameter.numel();
    comparison.require(nlohmann::json(parameters) == config.at("n_params_published_size"),
                       "another number of parameters");
}

void checkBindingCnnPublished(const CaseFolder &folder, Comparison &comparison)
{
    const nlohmann::json config = readJsonFile(folder.file("config.json"));
    const CaseTensors outputs(folder.file("outputs.safetensors"));
    BindingPredictor predictor = BindingPredictor::load(folder.file("cnn_baseline_model.pt"));
    const std::vector<std::string> windows = config.at("first16_sequences");
    const Matrix predicted = predictor.predict(windows);
    comparison.compare("pred_first16", viewOf(predicted), outputs.at("pred_first16"));
    compareSplit(config, comparison);
}

void checkPearson(const CaseFolder &folder, Comparison &comparison)
{
    const nlohmann::json rows = readJsonFile(folder.file("pearson.json")).at("rows");
    for (size_t row = 0; row < rows.size(); ++row) {
        const std::string name = "row " + std::to_string(row) + " ";
        const nlohmann::json &predictions = rows[row].at("pred"), &targets = rows[row].at("target");
        std::vector<float> allPredicted, allMeasured;
        double sum = 0;
        for (size_t batch = 0; batch < predictions.size(); ++batch) {
            const auto x = batchOf(predictions[batch]), y = batchOf(targets[batch]);
            const double r = publishedPearson(x, y);
            comparison.compare(name + "batch " + std::to_string(batch), oneNumber(r),
                               oneNumber(rows[row].at("baseline_batch")[batch]));
            sum += r / static_cast<double>(predictions.size());
            allPredicted.insert(allPredicted.end(), x.begin(), x.end());
            allMeasured.insert(allMeasured.end(), y.begin(), y.end());
        }
        comparison.compare(name + "mean", oneNumber(sum), oneNumber(rows[row].at("baseline_mean")));
        comparison.compare(name + "pooled", oneNumber(publishedPearson(allPredicted, allMeasured)),
                           oneNumber(rows[row].at("pooled")));
    }
}

void checkShiftAugmentation(const CaseFolder &folder, Comparison &comparison)
{
    const nlohmann::json cases = readJsonFile(folder.file("cases.json"));
    const int64_t largest = cases.at("max_shift");
    comparison.require(cases.at("motif_len") == motifLength, "motifs have another length");
    for (const nlohmann::json &row : cases.at("rows")) {
        const std::string name = row.at("name");
        MovedWindow whole{.window = row.at("sequence"), .scores = {}};
        whole.scores.resize(whole.window.size());
        for (const nlohmann::json &score : row.at("scores_nonzero"))
            whole.scores.at(score.at(0).get<size_t>()) = score.at(1).get<float>();
        const auto [least, most] =
            publishedShifts(motifsIn(whole.scores), std::ssize(whole.scores), largest);
        if (!row.at("bounds").is_null())
            comparison.require(row.at("bounds") == nlohmann::json::array({least, most}),
                               name + " is moved by " + std::to_string(least) + " to " +
                                   std::to_string(most));
        for (const nlohmann::json &result : row.at("results"))
            compareShift(name + ", shift " + result.at("shift").dump(), whole, result, comparison);
    }
}

} // namespace helicase
