#include "core/neural/tasks/binding_task.h"

#include "core/base/error.h"
#include "core/dataset/window_places.h"
#include "core/neural/evaluate/binding_scores.h"
#include "core/neural/model/weight_init.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

WindowSplit splitOf(const BindingSet &data, const OptionValues &options, uint64_t seed)
{
    RandomStream random(seed, "split of the windows");
    const std::string &name = options.text("data.split");
    const SplitRule rule = name == "random"      ? SplitRule::Random
                           : name == "published" ? SplitRule::Published
                                                 : SplitRule::PositionOrRandom;
    return splitWindows(data, options.real("data.validation_share"), rule, random);
}

BindingSet readData(const OptionValues &options)
{
    return readBindingSet(options.path("data.sequences"), options.path("data.scores"),
                          options.text("data.letters") == "map" ? OtherLetters::MapToN
                                                                : OtherLetters::Refuse);
}

// As published, each row is there once more, as a copy that will be shifted.
std::vector<int64_t> trainingItems(const WindowSplit &split, int64_t windows, bool hasCopies)
{
    std::vector<int64_t> items = split.training;
    if (hasCopies)
        for (const int64_t row : split.training)
            items.push_back(windows + row);
    return items;
}

BindingPredictor freshPredictor(const OptionValues &options, RandomStream &random)
{
    if (options.text("model.backbone") == "onehot")
        return BindingPredictor::onBases(random);
    if (options.text("model.path").empty())
        throw OptionError("model.path",
                          "a value is needed for the backbone " + options.text("model.backbone"),
                          "name a model or run folder, or set model.backbone to onehot");
    if (options.text("model.backbone") == "gpt")
        return BindingPredictor::onGpt(options.path("model.path"), random);
    return BindingPredictor::onEncoder(options.path("model.path"), random);
}

uint64_t seedOf(const OptionValues &options)
{
    return static_cast<uint64_t>(options.integer("seed"));
}

} // namespace

BindingTask::Augmentation::Augmentation(const OptionValues &options)
    : isPublished(options.text("data.augmentation") == "published"),
      takesEitherStrand(options.flag("data.reverse_complement")),
      largestShift(options.integer("data.largest_shift"))
{
}

BindingTask::BindingTask(const OptionValues &options)
    : data_(readData(options)), split_(splitOf(data_, options, seedOf(options))),
      augmentation_(options),
      training_(trainingItems(split_, data_.windows(), augmentation_.isPublished),
                RandomStream(seedOf(options), "training windows")),
      shifts_(seedOf(options), "shifts of windows"),
      strands_(seedOf(options), "strands of windows"),
      windowsPerBatch_(options.integer("batch.windows")), isFrozen_(options.flag("model.frozen")),
      headRateScale_(options.real("optimizer.head_lr_scale")),
      weightDecay_(options.real("optimizer.weight_decay")),
      decaysAll_(options.flag("optimizer.decay_all")), epochs_(options.real("length.epochs")),
      accumulation_(options.integer("batch.accumulation")), predictor_([&options] {
          RandomStream random(seedOf(options), "weights");
          return freshPredictor(options, random);
      }())
{
    RandomStream random(seedOf(options), "dropout generator");
    dropout_ = makeGenerator(random);
    predictor_.setDropoutGenerator(dropout_);
    predictor_.setDropout(options.real("model.dropout"));
    std::vector<std::string> names;
    for (const int64_t row : split_.heldOut)
        names.push_back(data_.names[static_cast<size_t>(row)]);
    predictor_.setHeldOut(std::move(names));
    if (torch::nn::Module *backbone = predictor_.below(); backbone && isFrozen_)
        for (torch::Tensor &parameter : backbone->parameters())
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
    if (decaysAll_)
        return {{.parameters = backbone, .rateScale = 1, .weightDecay = weightDecay_},
                {.parameters = head, .rateScale = headRateScale_, .weightDecay = weightDecay_}};
    std::vector<ParameterGroup> groups = splitByDecay(backbone, 1, weightDecay_);
    const auto ofHead = splitByDecay(head, headRateScale_, weightDecay_);
    groups.insert(groups.end(), ofHead.begin(), ofHead.end());
    return groups;
}

void BindingTask::setTrainingMode()
{
    predictor_.module().train();
    // A frozen backbone is a fixed function: its dropout stays off.
    if (torch::nn::Module *backbone = predictor_.below())
        backbone->train(!isFrozen_);
}

int64_t BindingTask::naturalSteps() const
{
    const int64_t samples = windowsPerBatch_ * accumulation_;
    const int64_t steps = (training_.size() + samples - 1) / samples;
    return std::max<int64_t>(1, std::llround(epochs_ * static_cast<double>(steps)));
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
        // As published, an epoch ends with the batch that is left.
        if (i > 0 && augmentation_.isPublished && training_.leftInEpoch() == training_.size())
            break;
        input->batches.push_back(drawWindows());
        input->samples += std::ssize(input->batches.back().windows);
    }
    drawn_ += input->samples;
    input->epoch = static_cast<double>(drawn_) / static_cast<double>(training_.size());
    return input;
}

BindingTask::Windows BindingTask::drawWindows()
{
    const int64_t left = augmentation_.isPublished ? training_.leftInEpoch() : training_.size();
    Windows batch{.windows = {},
                  .scores = Matrix(std::min(windowsPerBatch_, left), data_.windowLength())};
    for (int64_t i = 0; i < batch.scores.rows(); ++i)
        addWindow(batch, i, training_.next());
    return batch;
}

void BindingTask::addWindow(Windows &batch, int64_t place, int64_t item)
{
    const int64_t row = item % data_.windows();
    std::string &window = batch.windows.emplace_back(data_.sequences[static_cast<size_t>(row)]);
    const std::span<float> scores = batch.scores.row(place);
    std::ranges::copy(data_.scores.row(row), scores.begin());
    shift(window, scores, item >= data_.windows());
    if (augmentation_.takesEitherStrand && strands_.below(2) == 1)
        readOtherStrand(window, scores);
}

void BindingTask::shift(std::string &window, std::span<float> scores, bool isShiftedCopy)
{
    const int64_t largest = augmentation_.largestShift;
    if (augmentation_.isPublished) {
        if (!isShiftedCopy)
            return;
        const auto [least, most] = publishedShifts(motifsIn(scores), std::ssize(scores), largest);
        const auto places = static_cast<uint64_t>(most - least + 1);
        shiftAsPublished(window, scores, least + static_cast<int64_t>(shifts_.below(places)));
    } else if (largest > 0 && shifts_.below(2) == 1) {
        shiftWindow(window, scores, largest, shifts_);
    }
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
    Matrix truth(std::ssize(split_.heldOut), data_.windowLength());
    for (int64_t i = 0; i < truth.rows(); ++i) {
        const int64_t row = split_.heldOut[static_cast<size_t>(i)];
        windows.push_back(data_.sequences[static_cast<size_t>(row)]);
        std::ranges::copy(data_.scores.row(row), truth.row(i).begin());
    }
    std::map<std::string, double> metrics{{"validation/pearson", 0}}; // of constant predictions
    for (const auto &[key, value] : scoreBinding(predictor_.predict(windows), truth))
        metrics["validation/" + (key == "mse" ? "loss" : key)] = value.mean;
    return metrics;
}

nlohmann::json BindingTask::samplerState() const
{
    return {{"queue", training_.state()},
            {"shifts", shifts_.state()},
            {"strands", strands_.state()},
            {"drawn", drawn_}};
}

void BindingTask::restoreSampler(const nlohmann::json &state)
{
    training_.restore(state.at("queue"));
    shifts_ = RandomStream::fromState(state.at("shifts").get<std::string>());
    strands_ = RandomStream::fromState(state.at("strands").get<std::string>());
    drawn_ = state.at("drawn");
}

std::vector<std::string> BindingTask::notes() const
{
    std::vector<std::string> notes{std::to_string(split_.training.size()) + " training windows, " +
                                   std::to_string(split_.heldOut.size()) + " held-out windows of " +
                                   std::to_string(data_.windowLength()) + " bases"};
    if (const auto leakage = leakageOf(data_.names, split_.training, split_.heldOut))
        notes.push_back(leakage->text());
    if (data_.mapped > 0)
        notes.push_back(std::to_string(data_.mapped) +
                        " letters that are no nucleotide codes became N");
    return notes;
}

} // namespace helicase
