#include "core/neural/tasks/gpt_task.h"

#include "core/base/error.h"
#include "core/neural/model/weight_init.h"
#include "core/neural/tasks/gpt_results.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

Gpt startingGpt(const OptionValues &options, uint64_t seed)
{
    if (const std::filesystem::path path = options.path("model.path"); !path.empty())
        return loadGpt(path);
    // The data's letters are counted later; the model is made anew then.
    const GptConfig config{.vocabularySize = 1,
                           .layers = options.integer("model.layers"),
                           .heads = options.integer("model.heads"),
                           .width = options.integer("model.width"),
                           .context = options.integer("model.context"),
                           .dropout = options.real("model.dropout"),
                           .hasBias = options.flag("model.bias")};
    RandomStream random(seed, "weights");
    return Gpt(config, random);
}

PackedBatch packRows(const torch::Tensor &ids)
{
    const int64_t rows = ids.size(0), length = ids.size(1);
    return {.tokens = ids.flatten(),
            .positions = torch::arange(length, torch::kInt32).repeat({rows}),
            .offsets = torch::arange(rows + 1, torch::kInt32) * length,
            .longest = length};
}

} // namespace

GptTask::GptTask(const OptionValues &options)
    : seed_(static_cast<uint64_t>(options.integer("seed"))),
      windowsPerBatch_(options.integer("batch.windows")),
      evaluationBatches_(options.integer("evaluation.batches")),
      weightDecay_(options.real("optimizer.weight_decay")),
      publishedResults_(options.path("published.results")), model_(startingGpt(options, seed_)),
      data_(options, model_->config().context), tokenizer_(tokenizerOfLetters(data_.letters())),
      windows_(seed_, "training windows")
{
    const auto letters = std::ssize(data_.letters());
    if (options.path("model.path").empty()) {
        GptConfig config = model_->config();
        config.vocabularySize = letters;
        RandomStream random(seed_, "weights");
        model_ = Gpt(config, random);
    } else if (model_->config().vocabularySize != letters) {
        throw InputError("Vocabulary of the checkpoint (" +
                             std::to_string(model_->config().vocabularySize) +
                             ") does not match the data (" + std::to_string(letters) + ").",
                         {.file = options.path("model.path")},
                         "prepare the data with the alphabet of the checkpoint");
    }
    if (options.flag("data.reverse_complement"))
        complements_ = data_.complements();
    if (options.flag("published.attention_dropout"))
        model_->setAttentionDropout(AttentionDropout::Always);
    RandomStream random(seed_, "dropout generator");
    dropout_ = makeGenerator(random);
    model_->setDropoutGenerator(dropout_);
}

std::vector<ParameterGroup> GptTask::parameterGroups()
{
    return {{.parameters = namedParameters(*model_, ""), .weightDecay = weightDecay_}};
}

BatchMeasure GptTask::measure(int64_t microBatches) const
{
    const int64_t samples = windowsPerBatch_ * microBatches;
    const int64_t tokens = samples * model_->config().context;
    return {.samples = samples,
            .tokens = tokens,
            .batchesPerEpoch = (data_.count(TokenPart::Train) + tokens - 1) / tokens};
}

torch::Tensor GptTask::drawWindows(TokenPart part, Strands strands, RandomStream &random) const
{
    const int64_t context = model_->config().context;
    const auto starts = static_cast<uint64_t>(data_.count(part) - context);
    torch::Tensor ids = torch::empty({windowsPerBatch_, context + 1}, torch::kInt64);
    auto *row = ids.data_ptr<int64_t>();
    for (int64_t i = 0; i < windowsPerBatch_; ++i, row += context + 1) {
        const auto first = static_cast<int64_t>(random.below(starts));
        const std::span<const uint16_t> window = data_.window(part, first, context + 1);
        const bool isReversed =
            strands == Strands::Either && !complements_.empty() && random.below(2) == 1;
        for (int64_t j = 0; j <= context; ++j)
            row[j] = isReversed ? complements_[window[static_cast<size_t>(context - j)]]
                                : window[static_cast<size_t>(j)];
    }
    return ids;
}

std::unique_ptr<StepInput> GptTask::draw(int64_t microBatches)
{
    auto input = std::make_unique<WindowBatches>();
    for (int64_t i = 0; i < microBatches; ++i)
        input->batches.push_back(
            {.ids = drawWindows(TokenPart::Train, Strands::Either, windows_), .origin = i});
    input->samples = windowsPerBatch_ * microBatches;
    drawnTokens_ += input->samples * model_->config().context;
    input->epoch =
        static_cast<double>(drawnTokens_) / static_cast<double>(data_.count(TokenPart::Train));
    return input;
}

std::vector<GptTask::Windows> GptTask::Windows::halves() const
{
    const int64_t count = ids.size(0), middle = (count + 1) / 2;
    if (middle == count)
        return {*this};
    return {{.ids = ids.slice(0, 0, middle), .first = first, .origin = origin},
            {.ids = ids.slice(0, middle, count), .first = first + middle, .origin = origin}};
}

torch::Tensor GptTask::lossOf(const Windows &windows)
{
    const int64_t context = model_->config().context;
    PackedBatch batch = packRows(windows.ids.slice(1, 0, context));
    if (windows.first > 0)
        batch.rows =
            torch::arange(windows.first * context, windows.first * context + batch.total());
    const torch::Tensor targets = windows.ids.slice(1, 1, context + 1).flatten();
    return nextTokenLoss(model_, model_->forward(batch).last, targets);
}

MicroStep GptTask::loss(const StepInput &input, int64_t index, uint64_t dropoutSeed)
{
    const Windows &windows = dynamic_cast<const WindowBatches &>(input).at(index);
    model_->train();
    dropout_.set_current_seed(dropoutSeed);
    const int64_t count = windows.ids.size(0);
    return {.loss = lossOf(windows),
            .tokens = count * model_->config().context,
            .share = static_cast<double>(count) / static_cast<double>(input.samples)};
}

double GptTask::meanLoss(TokenPart part)
{
    RandomStream random(seed_, part == TokenPart::Train ? "evaluated training windows"
                                                        : "validation windows");
    double sum = 0;
    for (int64_t i = 0; i < evaluationBatches_; ++i)
        sum += lossOf({.ids = drawWindows(part, Strands::Given, random)}).item<double>();
    return sum / static_cast<double>(evaluationBatches_);
}

std::map<std::string, double> GptTask::evaluate()
{
    model_->eval();
    // Where attention drops in evaluation, too, it drops the same each time.
    dropout_.set_current_seed(seed_);
    const double validation = meanLoss(TokenPart::Validation);
    return {{"validation/loss", validation},
            {"validation/perplexity", std::exp(validation)},
            {"evaluation/train_loss", meanLoss(TokenPart::Train)}};
}

nlohmann::json GptTask::samplerState() const
{
    return {{"windows", windows_.state()}, {"drawn_tokens", drawnTokens_}};
}

void GptTask::restoreSampler(const nlohmann::json &state)
{
    windows_ = RandomStream::fromState(state.at("windows").get<std::string>());
    drawnTokens_ = state.at("drawn_tokens");
}

nlohmann::json GptTask::conclude(const FinishedRun &run)
{
    if (publishedResults_.empty())
        return nlohmann::json::object();
    loadModel(run.bestModel);
    return {{"published", writeGptResults(publishedResults_, data_.mode(), model_, run)}};
}

std::vector<std::string> GptTask::notes() const
{
    return {std::to_string(data_.count(TokenPart::Train)) + " training and " +
            std::to_string(data_.count(TokenPart::Validation)) + " validation letters, " +
            std::to_string(data_.letters().size()) + " different ones; " +
            std::to_string(model_->config().parameters()) + " parameters"};
}

} // namespace helicase
