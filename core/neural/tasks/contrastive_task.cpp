#include "core/neural/tasks/contrastive_task.h"

#include "core/base/error.h"
#include "core/neural/model/losses.h"
#include "core/neural/model/model_folder.h"
#include "core/neural/model/model_location.h"
#include "core/neural/model/weight_init.h"
#include "core/neural/tasks/copy_weights.h"
#include "core/neural/tasks/dna_tokenizer.h"
#include "core/neural/tasks/pair_source.h"
#include "core/neural/tasks/starting_encoder.h"

#include <algorithm>
#include <array>

namespace helicase {

namespace {

const std::string headPrefix = "contrast_head.";

// Sequences of one micro-batch: those of the first halves of the pairs, then their partners.
struct PairTokens {
    std::vector<PairTokens> halves() const { return {*this}; }

    std::vector<std::vector<TokenId>> sequences;
};

using PairBatches = MicroBatches<PairTokens>;

Encoder startingEncoder(const OptionValues &options, int64_t vocabularySize, RandomStream &random)
{
    if (options.text("model.path").empty())
        return Encoder(freshEncoderConfig(options, vocabularySize), random);
    const ModelFolder folder(locateModel(options.path("model.path")));
    Encoder encoder = folder.loadEncoder();
    requireRoomForTokens(encoder->config(), vocabularySize, folder.path());
    return encoder;
}

// The share of rows whose most similar other row is their partner.
double retrievalShare(const torch::Tensor &first, const torch::Tensor &second)
{
    const int64_t pairs = first.size(0);
    const torch::Tensor rows = torch::cat({first, second});
    torch::Tensor similarities = rows.matmul(rows.t());
    similarities.fill_diagonal_(-2);
    const torch::Tensor partners = (torch::arange(2 * pairs) + pairs) % (2 * pairs);
    return (similarities.argmax(1) == partners).to(torch::kFloat64).mean().item<double>();
}

bool hasSpecies(const std::vector<ContrastivePair> &pairs)
{
    return std::ranges::none_of(pairs,
                                [](const ContrastivePair &pair) { return pair.label.empty(); });
}

} // namespace

ContrastiveTask::ContrastiveTask(const OptionValues &options)
    : wantsDistinctSpecies_(options.flag("batch.distinct_species")),
      pairsPerBatch_(options.integer("batch.pairs")),
      maximumTokens_(options.integer("data.max_tokens")),
      temperature_(options.real("objective.temperature")),
      seed_(static_cast<uint64_t>(options.integer("seed"))),
      tokenizer_(loadTokenizer(dnaTokenizerFolder(options.path("data.tokenizer")))),
      training_(loadPairs(options, PairUse::Train)),
      validation_(loadPairs(options, PairUse::Validation)),
      sampler_(makeSampler(training_, "training batches"))
{
    drawValidationBatches(options.integer("evaluation.pairs"));
    RandomStream random(seed_, "weights");
    encoder_ = startingEncoder(options, tokenizer_->vocabularySize(), random);
    head_ =
        ContrastiveHead(encoder_->config().width, options.integer("objective.features"), random);
    dropout_ = makeGenerator(random);
    encoder_->setDropoutGenerator(dropout_);
    headRateScale_ = options.real("optimizer.head_lr_scale");
    weightDecay_ = options.real("optimizer.weight_decay");
}

PairSampler ContrastiveTask::makeSampler(const std::vector<ContrastivePair> &pairs,
                                         const std::string &stream) const
{
    if (!wantsDistinctSpecies_ || !hasSpecies(pairs))
        return PairSampler::anyPairs(static_cast<int64_t>(pairs.size()), pairsPerBatch_, seed_,
                                     stream);
    std::vector<std::string> species;
    for (const ContrastivePair &pair : pairs)
        species.push_back(pair.label);
    return PairSampler::distinctSpecies(species, pairsPerBatch_, seed_, stream);
}

void ContrastiveTask::drawValidationBatches(int64_t pairs)
{
    PairSampler sampler = makeSampler(validation_, "validation batches");
    const int64_t wanted = std::min<int64_t>(pairs, std::ssize(validation_));
    const int64_t batches = std::max<int64_t>(1, wanted / sampler.pairsPerBatch());
    for (int64_t i = 0; i < batches; ++i)
        validationBatches_.push_back(sampler.next());
}

std::vector<ParameterGroup> ContrastiveTask::parameterGroups()
{
    std::vector<ParameterGroup> groups =
        splitByDecay(namedParameters(*encoder_, ""), 1, weightDecay_);
    const auto ofHead =
        splitByDecay(namedParameters(*head_, headPrefix), headRateScale_, weightDecay_);
    groups.insert(groups.end(), ofHead.begin(), ofHead.end());
    return groups;
}

BatchMeasure ContrastiveTask::measure(int64_t microBatches) const
{
    const int64_t samples = sampler_.pairsPerBatch() * microBatches;
    return {.samples = samples, .batchesPerEpoch = (std::ssize(training_) + samples - 1) / samples};
}

std::unique_ptr<StepInput> ContrastiveTask::draw(int64_t microBatches)
{
    auto input = std::make_unique<PairBatches>();
    for (int64_t i = 0; i < microBatches; ++i)
        input->batches.push_back({encode(training_, sampler_.next())});
    input->samples = sampler_.pairsPerBatch() * microBatches;
    input->epoch = sampler_.epoch();
    return input;
}

MicroStep ContrastiveTask::loss(const StepInput &input, int64_t index, uint64_t dropoutSeed)
{
    const auto &step = dynamic_cast<const PairBatches &>(input);
    encoder_->train();
    dropout_.set_current_seed(dropoutSeed);
    const Features rows = features(step.at(index).sequences);
    return {.loss = weightedContrastiveLoss(rows.first, rows.second, temperature_),
            .tokens = rows.tokens,
            .share = 1 / static_cast<double>(step.size())};
}

std::vector<std::vector<TokenId>> ContrastiveTask::encode(const std::vector<ContrastivePair> &pairs,
                                                          const std::vector<int64_t> &rows) const
{
    std::vector<std::vector<TokenId>> sequences;
    for (const auto side : {&ContrastivePair::first, &ContrastivePair::second})
        for (const int64_t row : rows)
            sequences.push_back(
                encodeCut(*tokenizer_, pairs[static_cast<size_t>(row)].*side, maximumTokens_));
    return sequences;
}

ContrastiveTask::Features
ContrastiveTask::features(const std::vector<std::vector<TokenId>> &sequences)
{
    const PackedBatch batch = pack(sequences);
    const torch::Tensor pooled = meanPool(encoder_->forward(batch).last, batch);
    const torch::Tensor all = head_(pooled).to(torch::kFloat32);
    const std::vector<torch::Tensor> halves = all.chunk(2);
    return {halves[0], halves[1], batch.total()};
}

std::map<std::string, double> ContrastiveTask::evaluate()
{
    encoder_->eval();
    double loss = 0, retrieval = 0;
    for (const std::vector<int64_t> &batch : validationBatches_) {
        const Features rows = features(encode(validation_, batch));
        loss += weightedContrastiveLoss(rows.first, rows.second, temperature_).item<double>();
        retrieval += retrievalShare(rows.first, rows.second);
    }
    const auto batches = static_cast<double>(validationBatches_.size());
    return {{"validation/loss", loss / batches}, {"validation/retrieval", retrieval / batches}};
}

ModelContent ContrastiveTask::modelContent() const
{
    const std::array parts{ModelPart{"", encoder_.get()}, ModelPart{headPrefix, head_.get()}};
    const auto saveTokenizer = [tokenizer = tokenizer_](const std::filesystem::path &folder) {
        tokenizer->save(folder);
    };
    return {.weights = {{"model.safetensors", tensorsOf(parts)}},
            .documents = {{"config.json", encoder_->config().toJson()}},
            .others = {saveTokenizer}};
}

void ContrastiveTask::loadModel(const std::filesystem::path &folder)
{
    const ModelFolder saved(folder);
    copyWeights(*saved.loadEncoder(), *encoder_);
    saved.loadPart(*head_, headPrefix);
}

std::vector<std::string> ContrastiveTask::notes() const
{
    std::vector<std::string> notes{std::to_string(training_.size()) + " training pairs, " +
                                   std::to_string(validation_.size()) + " validation pairs, " +
                                   std::to_string(sampler_.pairsPerBatch()) +
                                   " pairs per micro-batch"};
    if (wantsDistinctSpecies_ && !hasSpecies(training_))
        notes.push_back(
            "the training pairs have no species column: any pairs are mixed in a batch");
    return notes;
}

} // namespace helicase
