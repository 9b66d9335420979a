#include "core/neural/tasks/classification_task.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/evaluate/classification_summary.h"
#include "core/evaluate/score_metrics.h"
#include "core/neural/model/adapter_folder.h"
#include "core/neural/model/model_location.h"
#include "core/neural/model/weight_init.h"
#include "core/neural/tasks/class_weights.h"
#include "core/neural/tasks/dna_tokenizer.h"
#include "core/neural/tasks/starting_encoder.h"

#include <array>
#include <chrono>
#include <cmath>
#include <numeric>

namespace helicase {

namespace {

constexpr const char *adapterFolder = "adapter";
constexpr std::string_view classifierPrefix = "classifier.";

std::filesystem::path tokenizerFolder(const OptionValues &options)
{
    if (!options.text("data.tokenizer").empty())
        return dnaTokenizerFolder(options.path("data.tokenizer"));
    if (options.text("model.path").empty())
        throw OptionError("data.tokenizer", "a value is needed",
                          "name a tokenizer folder, or a model.path that has one");
    return dnaTokenizerFolder(locateModel(options.path("model.path")));
}

// Numbers of examples.
struct ExampleRows {
    std::vector<ExampleRows> halves() const
    {
        const auto middle = rows.begin() + (std::ssize(rows) + 1) / 2;
        if (middle == rows.end())
            return {*this};
        return {{{rows.begin(), middle}}, {{middle, rows.end()}}};
    }

    std::vector<int64_t> rows;
};

using ExampleBatches = MicroBatches<ExampleRows>;

int64_t roundedUp(int64_t count, int64_t size)
{
    return (count + size - 1) / size;
}

std::vector<double> toDoubles(const torch::Tensor &values)
{
    const torch::Tensor flat = values.flatten().to(torch::kFloat64).contiguous();
    return {flat.const_data_ptr<double>(), flat.const_data_ptr<double>() + flat.numel()};
}

// Columns as predictions of classes have them, without probabilities.
void writeValues(const std::filesystem::path &file, const std::vector<int64_t> &lines,
                 const torch::Tensor &truth, const torch::Tensor &predicted)
{
    const std::vector<double> labels = toDoubles(truth), values = toDoubles(predicted);
    TsvTable table{.columns = {"line", "label", "predicted"}};
    for (size_t i = 0; i < lines.size(); ++i)
        table.rows.push_back(
            {std::to_string(lines[i]), formatReal(labels[i]), formatReal(values[i])});
    writeTsv(file, table);
}

nlohmann::json orNull(double value)
{
    return std::isnan(value) ? nlohmann::json() : nlohmann::json(value);
}

} // namespace

ClassificationTask::ClassificationTask(const OptionValues &options)
    : mergesAdapters_(options.flag("lora.merge")), epochs_(options.real("length.epochs")),
      sequencesPerBatch_(options.integer("batch.sequences")),
      tokensPerBatch_(options.integer("batch.tokens")),
      accumulation_(options.integer("batch.accumulation")),
      sequencesPerEvaluation_(options.integer("evaluation.sequences")),
      headRateScale_(options.real("optimizer.head_lr_scale")),
      weightDecay_(options.real("optimizer.weight_decay")),
      seed_(static_cast<uint64_t>(options.integer("seed")))
{
    chooseSelection(options);
    classifier_.tokenizer = loadTokenizer(tokenizerFolder(options));
    classifier_.layout = {.maximumTokens = options.integer("data.max_tokens"),
                          .kmer = options.integer("data.kmer")};
    data_ = std::make_unique<ClassifierData>(ClassifierData::read(options, *classifier_.tokenizer));
    if (!isRegression())
        classWeights_ = classWeights(options.text("objective.class_weights"),
                                     ClassList(data_->labels.names), data_->training.numbers);
    if (!classWeights_.empty())
        weightTensor_ = torch::tensor(classWeights_).to(torch::kFloat32);
    buildModel(options);
    std::vector<int64_t> rows(static_cast<size_t>(data_->training.examples.size()));
    std::iota(rows.begin(), rows.end(), 0);
    queue_ =
        std::make_unique<ShuffledQueue>(std::move(rows), RandomStream(seed_, "training examples"));
}

void ClassificationTask::chooseSelection(const OptionValues &options)
{
    const std::string &metric = options.text("evaluation.select");
    const bool isOfNumbers = metric == "pearson" || metric == "spearman";
    const bool isRegressionTask = options.text("data.task") == "regression";
    if (metric != "loss" && isOfNumbers != isRegressionTask)
        throw OptionError("evaluation.select",
                          metric + " is no score of " + options.text("data.task"),
                          isRegressionTask ? "choose loss, pearson or spearman"
                                           : "choose loss, accuracy, f1, matthews_correlation, "
                                             "precision, recall or auroc");
    selection_ = {"validation/" + metric, metric == "loss" ? Better::Smaller : Better::Larger};
}

void ClassificationTask::buildModel(const OptionValues &options)
{
    RandomStream random(seed_, "weights");
    const int64_t vocabulary = classifier_.tokenizer->vocabularySize();
    if (options.text("model.path").empty()) {
        const EncoderConfig config = freshEncoderConfig(options, vocabulary);
        classifier_.model = SequenceClassifier(Encoder(config, random), data_->labels, random);
    } else {
        const ModelFolder folder(locateModel(options.path("model.path")));
        requireRoomForTokens(folder.encoderConfig(), vocabulary, folder.path());
        classifier_.model = loadSequenceClassifier(folder, random, data_->labels);
        baseModel_ = folder.path().string();
    }
    if (const double dropout = options.real("model.classifier_dropout"); dropout >= 0)
        classifier_.model->setClassifierDropout(dropout);
    if (options.flag("lora.enabled"))
        adaptModel(options);
    dropout_ = makeGenerator(random);
    classifier_.model->setDropoutGenerator(dropout_);
}

void ClassificationTask::adaptModel(const OptionValues &options)
{
    lora_ = LoraSettings{.rank = options.integer("lora.r"),
                         .alpha = options.real("lora.alpha"),
                         .dropout = options.real("lora.dropout"),
                         .targets = options.list("lora.targets")};
    RandomStream random(seed_, "adapters");
    attachLora(*classifier_.model, *lora_, random);
}

std::vector<ParameterGroup> ClassificationTask::parameterGroups()
{
    std::vector<NamedParameter> backbone, head;
    for (const NamedParameter &parameter : namedParameters(*classifier_.model, ""))
        (parameter.name.starts_with(classifierPrefix) ? head : backbone).push_back(parameter);
    std::vector<ParameterGroup> groups = splitByDecay(backbone, 1, weightDecay_);
    const auto ofHead = splitByDecay(head, headRateScale_, weightDecay_);
    groups.insert(groups.end(), ofHead.begin(), ofHead.end());
    return groups;
}

int64_t ClassificationTask::naturalSteps() const
{
    const int64_t batches = roundedUp(queue_->size(), sequencesPerBatch_);
    const auto steps = static_cast<double>(roundedUp(batches, accumulation_));
    return std::max<int64_t>(1, static_cast<int64_t>(std::ceil(epochs_ * steps)));
}

BatchMeasure ClassificationTask::measure(int64_t microBatches) const
{
    const int64_t samples = sequencesPerBatch_ * microBatches;
    const int64_t tokensPerSample = data_->training.examples.tokens() / queue_->size();
    return {.samples = samples,
            .tokens = samples * tokensPerSample,
            .batchesPerEpoch = roundedUp(queue_->size(), samples)};
}

std::unique_ptr<StepInput> ClassificationTask::draw(int64_t microBatches)
{
    auto input = std::make_unique<ExampleBatches>();
    int64_t left = queue_->leftInEpoch();
    while (input->size() < microBatches && left > 0) {
        ExampleRows batch{drawRows(left)};
        left -= std::ssize(batch.rows);
        input->samples += std::ssize(batch.rows);
        input->batches.push_back(std::move(batch));
    }
    drawn_ += input->samples;
    input->epoch = static_cast<double>(drawn_) / static_cast<double>(queue_->size());
    return input;
}

std::vector<int64_t> ClassificationTask::drawRows(int64_t left)
{
    std::vector<int64_t> rows;
    int64_t tokens = 0;
    while (std::ssize(rows) < std::min(left, sequencesPerBatch_)) {
        tokens += data_->training.examples.tokensOf(queue_->peek());
        if (tokensPerBatch_ > 0 && tokens > tokensPerBatch_ && !rows.empty())
            break;
        rows.push_back(queue_->next());
    }
    return rows;
}

MicroStep ClassificationTask::loss(const StepInput &input, int64_t index, uint64_t dropoutSeed)
{
    const auto &step = dynamic_cast<const ExampleBatches &>(input);
    const std::vector<int64_t> &rows = step.at(index).rows;
    double weight = 0;
    for (const ExampleRows &batch : step.batches)
        weight += weightOf(batch.rows);
    classifier_.model->train();
    dropout_.set_current_seed(dropoutSeed);
    const PackedBatch batch = data_->training.examples.pack(rows);
    const torch::Tensor labels =
        data_->training.labels.index_select(0, torch::tensor(rows, torch::kInt64));
    const torch::Tensor logits = classifier_.model(batch);
    return {.loss = classificationLoss(logits.to(torch::kFloat32), labels, weightTensor_),
            .tokens = batch.total(),
            .share = weightOf(rows) / weight};
}

double ClassificationTask::weightOf(const std::vector<int64_t> &rows) const
{
    if (classWeights_.empty())
        return static_cast<double>(rows.size());
    double sum = 0;
    for (const int64_t row : rows)
        sum +=
            classWeights_[static_cast<size_t>(data_->training.numbers[static_cast<size_t>(row)])];
    return sum;
}

std::map<std::string, double> ClassificationTask::evaluate()
{
    std::map<std::string, double> metrics;
    for (const auto &[name, value] : scoresOf(data_->dev).values)
        metrics["validation/" + name] = value;
    return metrics;
}

ClassificationTask::SplitScores ClassificationTask::scoresOf(const ClassifierSplit &split)
{
    const torch::NoGradGuard noGradients;
    const torch::Tensor logits =
        logitsOf(classifier_.model, split.examples, sequencesPerEvaluation_);
    SplitScores scores{.outputs = outputsOf(logits, data_->labels.problem)};
    if (isRegression()) {
        const std::vector<double> truth = toDoubles(split.labels), values = toDoubles(logits);
        scores.values = {{"pearson", pearson(truth, values).value_or(NAN)},
                         {"spearman", spearman(truth, values).value_or(NAN)}};
    } else {
        scores.values = summarize(predictionsOf(split, data_->labels, scores.outputs)).values();
    }
    scores.values["loss"] = classificationLoss(logits, split.labels, weightTensor_).item<double>();
    return scores;
}

ModelContent ClassificationTask::modelContent() const
{
    ModelContent content =
        !lora_ || mergesAdapters_ ? classifierContent(classifier_) : classifierFrame(classifier_);
    if (!lora_)
        return content;
    content.addFolder(adapterFolder, adapterContent(*classifier_.model, *lora_, baseModel_));
    content.addFolder(adapterFolder, classifierFrame(classifier_));
    return content;
}

void ClassificationTask::loadModel(const std::filesystem::path &folder)
{
    if (lora_)
        return loadAdapterWeights(folder / adapterFolder);
    const std::filesystem::path file = folder / "model.safetensors";
    loadState(*classifier_.model, readTensors(file), "", file);
}

// The frozen weights are those that the run began with; the rest is in the adapter.
void ClassificationTask::loadAdapterWeights(const std::filesystem::path &folder)
{
    const StoredAdapter stored(folder);
    const torch::NoGradGuard noGradients;
    for (auto &parameter : trainableParameters(*classifier_.model)) {
        const auto found = stored.tensors.find(parameter.key());
        if (found == stored.tensors.end() || found->second.sizes() != parameter.value().sizes())
            throw InputError("has no tensor " + parameter.key() + " of the run's shape",
                             {.file = stored.weightsFile}, "it belongs to another run");
        parameter.value().copy_(found->second);
    }
}

nlohmann::json ClassificationTask::samplerState() const
{
    return {{"examples", queue_->state()}, {"drawn", drawn_}};
}

void ClassificationTask::restoreSampler(const nlohmann::json &state)
{
    queue_->restore(state.at("examples"));
    drawn_ = state.at("drawn");
}

nlohmann::json ClassificationTask::conclude(const FinishedRun &run)
{
    using Clock = std::chrono::steady_clock;
    loadModel(run.bestModel);
    const ClassifierSplit &split = data_->test ? *data_->test : data_->dev;
    const Clock::time_point begin = Clock::now();
    const SplitScores scores = scoresOf(split);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const auto examples = static_cast<double>(split.examples.size());
    const auto batches =
        static_cast<double>(roundedUp(split.examples.size(), sequencesPerEvaluation_));
    nlohmann::json published{{"eval_runtime", seconds},
                             {"eval_samples_per_second", examples / seconds},
                             {"eval_steps_per_second", batches / seconds},
                             {"epoch", run.epoch}};
    for (const auto &[name, value] : scores.values)
        published["eval_" + name] = orNull(value);
    writeJsonFile(run.results / "eval_results.json", published);
    return writeScores(split, scores, run.results);
}

nlohmann::json ClassificationTask::writeScores(const ClassifierSplit &split,
                                               const SplitScores &scores,
                                               const std::filesystem::path &results) const
{
    const std::filesystem::path file = results / "predictions.tsv";
    nlohmann::json description;
    if (isRegression()) {
        writeValues(file, split.lines, split.labels, scores.outputs);
    } else {
        const PredictionTable table = predictionsOf(split, data_->labels, scores.outputs);
        writePredictions(file, table);
        description = describe(table);
    }
    for (const auto &[name, value] : scores.values)
        description[name] = orNull(value);
    description["split"] = data_->test ? "test" : "dev";
    description["file"] = split.file.string();
    return {{isRegression() ? "regression" : "classification", std::move(description)}};
}

std::vector<std::string> ClassificationTask::notes() const
{
    const auto count = [](const ClassifierSplit &split) {
        return std::to_string(split.examples.size());
    };
    const char *what = data_->isPaired ? " pairs" : " sequences";
    std::vector<std::string> notes{
        count(data_->training) + " training, " + count(data_->dev) + " development and " +
        (data_->test ? count(*data_->test) : "no") + " test" + what +
        (isRegression() ? std::string()
                        : ", " + std::to_string(data_->labels.size()) +
                              " classes: " + join(data_->labels.names, ", "))};
    const EncodedExamples &examples = data_->training.examples;
    if (examples.truncated() > 0)
        notes.push_back(std::to_string(examples.truncated()) + " training" + what +
                        " are longer than " + std::to_string(classifier_.layout.maximumTokens) +
                        " tokens and were cut");
    if (examples.mostlyUnknown() > 0)
        notes.push_back(std::to_string(examples.mostlyUnknown()) + " training" + what +
                        " consist mostly of letters that the tokenizer does not know");
    if (lora_)
        notes.push_back(std::to_string(trainableParameters(*classifier_.model).size()) +
                        " tensors are trained (adapters and classifier)");
    return notes;
}

} // namespace helicase
