#include "core/neural/tasks/binding_task.h"

#include "core/base/error.h"
#include "core/evaluate/score_metrics.h"
#include "core/neural/model/weight_init.h"
#include "core/neural/tensor/matrix_tensor.h"
#include "core/neural/tasks/binding_windows.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

WindowSplit splitOf(const BindingSet &data, const OptionValues &options, uint64_t seed)
{
    RandomStream random(seed, "split of the windows");
    const SplitRule rule =
        options.text("data.split") == "random" ? SplitRule::Random : SplitRule::PositionOrRandom;
    return splitWindows(data, options.real("data.validation_share"), rule, random);
}

BindingPredictor freshPredictor(const OptionValues &options, RandomStream &random)
{
    if (options.text("model.backbone") == "onehot")
        return BindingPredictor::onBases(random);
    if (options.text("model.path").empty())
        throw OptionError("model.path", "a value is needed for the backbone encoder",
                          "name a model or run folder, or set model.backbone to onehot");
    return BindingPredictor::onEncoder(options.path("model.path"), random);
}

uint64_t seedOf(const OptionValues &options)
{
    return static_cast<uint64_t>(options.integer("seed"));
}

} // namespace

BindingTask::BindingTask(const OptionValues &options)
    : data_(readBindingSet(options.path("data.sequences"), options.path("data.scores"))),
      heldOut_(splitOf(data_, options, seedOf(options)).heldOut),
      training_(splitOf(data_, options, seedOf(options)).training,
                RandomStream(seedOf(options), "training windows")),
      shifts_(seedOf(options), "shifts of windows"),
      largestShift_(options.integer("data.largest_shift")),
      windowsPerBatch_(options.integer("batch.windows")), isFrozen_(options.flag("model.frozen")),
      headRateScale_(options.real("optimizer.head_lr_scale")),
      weightDecay_(options.real("optimizer.weight_decay")), predictor_([&options] {
          RandomStream random(seedOf(options), "weights");
          return freshPredictor(options, random);
      }())
{
    RandomStream random(seedOf(options), "dropout generator");
    dropout_ = makeGenerator(random);
    predictor_.setDropoutGenerator(dropout_);
    std::vector<std::string> names;
    for (const int64_t row : heldOut_)
        names.push_back(data_.names[static_cast<size_t>(row)]);
    predictor_.setHeldOut(std::move(names));
    if (Encoder encoder = predictor_.encoder(); encoder && isFrozen_)
        for (torch::Tensor &parameter : encoder->parameters())
            parameter.set_requires_grad(false);
}

std::vector<ParameterGroup> BindingTask::parameterGroups()
{
    std::vector<NamedParameter> backbone, head;
    for (const NamedParameter &parameter : namedParameters(predictor_.module(), "")) {
        const bool isHead = predictor_.backbone() == BindingBackbone::OneHot ||
                            parameter.name.starts_with("regressor.") ||
                            parameter.name.starts_with("offset_embedding.");
        (isHead ? head : backbone).push_back(parameter);
    }
    std::vector<ParameterGroup> groups = splitByDecay(backbone, 1, weightDecay_);
    const auto ofHead = splitByDecay(head, headRateScale_, weightDecay_);
    groups.insert(groups.end(), ofHead.begin(), ofHead.end());
    return groups;
}

void BindingTask::setTrainingMode()
{
    predictor_.module().train();
    // A frozen encoder is a fixed function: its dropout stays off.
    if (Encoder encoder = predictor_.encoder())
        encoder->train(!isFrozen_);
}

BatchMeasure BindingTask::measure(int64_t microBatches) const
{
    const int64_t samples = std::min(windowsPerBatch_, training_.size()) * microBatches;
    return {.samples = samples,
            .tokens = samples * data_.windowLength(),
            .batchesPerEpoch = (training_.size() + samples - 1) / samples};
}

std::unique_ptr<StepInput> BindingTask::draw(int64_t microBatches)
{
    auto input = std::make_unique<WindowBatches>();
    for (int64_t i = 0; i < microBatches; ++i) {
        input->batches.push_back(drawWindows());
        input->samples += std::ssize(input->batches.back().windows);
    }
    drawn_ += input->samples;
    input->epoch = static_cast<double>(drawn_) / static_cast<double>(training_.size());
    return input;
}

BindingTask::Windows BindingTask::drawWindows()
{
    const int64_t count = std::min(windowsPerBatch_, training_.size());
    Windows batch{.windows = {}, .scores = Matrix(count, data_.windowLength())};
    for (int64_t i = 0; i < count; ++i) {
        const int64_t row = training_.next();
        batch.windows.push_back(data_.sequences[static_cast<size_t>(row)]);
        std::ranges::copy(data_.scores.row(row), batch.scores.row(i).begin());
        // As often shifted as not, like the published set of originals and shifted copies.
        if (largestShift_ > 0 && shifts_.below(2) == 1)
            shiftWindow(batch.windows.back(), batch.scores.row(i), largestShift_, shifts_);
    }
    return batch;
}

std::vector<BindingTask::Windows> BindingTask::Windows::halves() const
{
    const int64_t count = scores.rows(), middle = (count + 1) / 2;
    if (middle == count)
        return {*this};
    std::vector<Windows> parts;
    for (const auto &[first, last] : {std::pair(int64_t{0}, middle), std::pair(middle, count)}) {
        Windows part{.windows = {windows.begin() + first, windows.begin() + last},
                     .scores = Matrix(last - first, scores.columns())};
        for (int64_t row = first; row < last; ++row)
            std::ranges::copy(scores.row(row), part.scores.row(row - first).begin());
        parts.push_back(std::move(part));
    }
    return parts;
}

MicroStep BindingTask::loss(const StepInput &input, int64_t index, uint64_t dropoutSeed)
{
    const auto &[windows, scores] = dynamic_cast<const WindowBatches &>(input).at(index);
    setTrainingMode();
    dropout_.set_current_seed(dropoutSeed);
    const torch::Tensor predicted = predictor_.forward(windows).to(torch::kFloat32);
    // The graph outlives the matrix.
    const torch::Tensor measured = viewOf(scores).clone();
    return {.loss = torch::mse_loss(predicted, measured),
            .tokens = scores.rows() * scores.columns(),
            .share = static_cast<double>(scores.rows()) / static_cast<double>(input.samples)};
}

std::map<std::string, double> BindingTask::evaluate()
{
    std::vector<std::string> windows;
    Matrix truth(std::ssize(heldOut_), data_.windowLength());
    for (int64_t i = 0; i < truth.rows(); ++i) {
        const int64_t row = heldOut_[static_cast<size_t>(i)];
        windows.push_back(data_.sequences[static_cast<size_t>(row)]);
        std::ranges::copy(data_.scores.row(row), truth.row(i).begin());
    }
    const Matrix predicted = predictor_.predict(windows);
    const auto values = [](const Matrix &matrix) {
        return std::span(matrix.data(), static_cast<size_t>(matrix.rows() * matrix.columns()));
    };
    const int64_t batch = windowsPerBatch_ * data_.windowLength();
    return {
        {"validation/loss", meanSquaredError(values(predicted), values(truth))},
        {"validation/pearson", pearson(values(predicted), values(truth)).value_or(0)},
        {"validation/pearson_batch", meanBatchPearson(values(predicted), values(truth), batch)}};
}

nlohmann::json BindingTask::samplerState() const
{
    return {{"queue", training_.state()}, {"shifts", shifts_.state()}, {"drawn", drawn_}};
}

void BindingTask::restoreSampler(const nlohmann::json &state)
{
    training_.restore(state.at("queue"));
    shifts_ = RandomStream::fromState(state.at("shifts").get<std::string>());
    drawn_ = state.at("drawn");
}

std::vector<std::string> BindingTask::notes() const
{
    return {std::to_string(training_.size()) + " training windows, " +
            std::to_string(heldOut_.size()) + " held-out windows of " +
            std::to_string(data_.windowLength()) + " bases"};
}

} // namespace helicase
