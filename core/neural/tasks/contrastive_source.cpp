#include "core/neural/tasks/contrastive_source.h"

#include "core/base/error.h"
#include "core/neural/tasks/dna_tokenizer.h"
#include "core/neural/tasks/pair_source.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

namespace helicase {

namespace {

MixupSettings mixupSettings(const OptionValues &options, int64_t encoderLayers)
{
    const int64_t layer = options.integer("objective.mixup_layer");
    if (options.flag("objective.mixup") && layer >= encoderLayers)
        throw OptionError(
            "objective.mixup_layer", "the encoder has " + std::to_string(encoderLayers) + " layers",
            "choose one from 0 to " + std::to_string(encoderLayers - 1) + ", or -1 to draw it");
    return {.alpha = options.real("objective.mixup_alpha"),
            .layer = layer,
            .encoderLayers = encoderLayers,
            .shards = options.integer("published.shards")};
}

bool hasSpecies(const std::vector<std::string> &species)
{
    return std::ranges::none_of(species, &std::string::empty);
}

std::vector<std::string> speciesOf(const std::vector<ContrastivePair> &pairs)
{
    std::vector<std::string> species;
    for (const ContrastivePair &pair : pairs)
        species.push_back(pair.label);
    return species;
}

void tellLetters(const PairFile &file, const char *use, std::vector<std::string> &notes)
{
    if (file.skipped > 0)
        notes.push_back(std::to_string(file.skipped) + " " + use +
                        " pairs were left out: they hold letters that are no nucleotide codes");
    if (file.replaced > 0)
        notes.push_back(std::to_string(file.replaced) + " letters of the " + use +
                        " pairs are no nucleotide codes and are read as N");
    for (const std::string &note : file.notes)
        notes.push_back(std::string(use) + " pairs: " + note);
}

} // namespace

ContrastiveSource::ContrastiveSource(const OptionValues &options,
                                     std::shared_ptr<const Tokenizer> tokenizer,
                                     int64_t encoderLayers)
    : options_(options), seed_(static_cast<uint64_t>(options.integer("seed"))),
      tokenizer_(std::move(tokenizer)), curriculum_(options),
      training_(loadPairs(options, PairUse::Train)),
      validation_(loadPairs(options, PairUse::Validation)),
      views_(std::move(training_.pairs), viewMethodFrom(options),
             options.real("objective.mutation")),
      sampler_(trainingSampler()), viewStream_(seed_, "views"),
      mixup_(mixupSettings(options, encoderLayers), RandomStream(seed_, "mixup"))
{
    checkCurriculum();
    chooseValidationRows();
}

bool ContrastiveSource::comparesSpecies(const std::vector<std::string> &species) const
{
    return options_.flag("batch.distinct_species") && hasSpecies(species);
}

PairSampler ContrastiveSource::makeSampler(const std::vector<std::string> &species,
                                           const std::string &stream, int64_t pairsPerBatch,
                                           LastBatch last) const
{
    return comparesSpecies(species)
               ? PairSampler::distinctSpecies(species, pairsPerBatch, seed_, stream)
               : PairSampler::anyPairs(std::ssize(species), pairsPerBatch, seed_, stream, last);
}

PairSampler ContrastiveSource::trainingSampler() const
{
    const std::vector<std::string> species = views_.species();
    const bool isShort = options_.flag("published.last_batch");
    if (isShort && comparesSpecies(species))
        throw OptionError("published.last_batch",
                          "batches of distinct species have no last one in an epoch",
                          "set batch.distinct_species to false");
    return makeSampler(species, "training batches", options_.integer("batch.pairs"),
                       isShort ? LastBatch::Short : LastBatch::Filled);
}

void ContrastiveSource::chooseValidationRows()
{
    const int64_t wanted = options_.integer("evaluation.pairs");
    const int64_t all = std::ssize(validation_.pairs);
    const int64_t pairs = wanted > 0 ? std::min(wanted, all) : all;
    const int64_t together = options_.integer("evaluation.batch") > 0
                                 ? options_.integer("evaluation.batch")
                                 : options_.integer("batch.pairs");
    if (together < 2)
        throw OptionError("evaluation.batch", "a single pair has no negatives",
                          "compare at least 2 pairs, or 0 for as many as in training");
    if (!options_.flag("published.validation")) {
        PairSampler sampler = makeSampler(speciesOf(validation_.pairs), "validation batches",
                                          together, LastBatch::Filled);
        const int64_t batches = std::max<int64_t>(1, pairs / sampler.pairsPerBatch());
        for (int64_t i = 0; i < batches; ++i)
            validationRows_.push_back(sampler.next());
        return;
    }
    for (int64_t first = 0; first < pairs; first += together) {
        const auto count = static_cast<size_t>(std::min(together, pairs - first));
        // A single pair has no negatives.
        if (count < 2 && first > 0)
            break;
        std::vector<int64_t> &rows = validationRows_.emplace_back(count);
        std::iota(rows.begin(), rows.end(), first);
    }
}

void ContrastiveSource::checkCurriculum() const
{
    const int64_t accumulation = options_.integer("batch.accumulation");
    const int64_t begin = curriculum_.secondStage() * measure(accumulation).batchesPerEpoch;
    const int64_t steps = options_.integer("length.steps");
    if (steps > 0 && begin >= steps)
        throw OptionError("length.steps",
                          "the run ends before the second stage of its curriculum begins, after " +
                              std::to_string(begin) + " steps",
                          "train longer, or set length.epochs to what the steps amount to");
    const int64_t interval = options_.integer("checkpoint.every");
    if (curriculum_.reloads() && (interval == 0 || interval > begin))
        throw OptionError("checkpoint.every",
                          "the second stage of the curriculum begins after " +
                              std::to_string(begin) +
                              " steps, before the first checkpoint that it could begin with",
                          "save checkpoints more often, or set objective.reload to false");
}

std::unique_ptr<ContrastiveStep> ContrastiveSource::draw(int64_t microBatches)
{
    auto step = std::make_unique<ContrastiveStep>();
    const double epoch = sampler_.epoch();
    const bool isSecondStage = curriculum_.isSecondStage(epoch);
    step->returnsToCheckpoint = curriculum_.reloads() && isSecondStage && !isSecondStage_;
    isSecondStage_ = isSecondStage;

    std::vector<std::shared_ptr<ContrastiveBatch>> batches;
    do {
        std::vector<ContrastivePair> pairs;
        for (const int64_t row : sampler_.next())
            pairs.push_back(views_.draw(row, viewStream_));
        std::optional<PairMix> mix;
        if (curriculum_.mixes(epoch))
            mix = mixup_.draw(std::ssize(pairs));
        step->samples += std::ssize(pairs);
        batches.push_back(makeContrastiveBatch(encode(pairs), std::move(mix)));
    } while (std::ssize(batches) < microBatches && !sampler_.isBetweenEpochs());

    const int64_t pairsAtOnce = options_.integer("batch.pairs_at_once");
    for (size_t i = 0; i < batches.size(); ++i)
        std::ranges::move(partsOf(batches[i], static_cast<int64_t>(i), pairsAtOnce,
                                  1 / static_cast<double>(batches.size())),
                          std::back_inserter(step->batches));
    step->epoch = sampler_.epoch();
    return step;
}

nlohmann::json ContrastiveSource::state() const
{
    return {{"pairs", sampler_.state()},
            {"views", viewStream_.state()},
            {"mixup", mixup_.state()},
            {"second_stage", isSecondStage_}};
}

void ContrastiveSource::restore(const nlohmann::json &state)
{
    sampler_.restore(state.at("pairs"));
    viewStream_ = RandomStream::fromState(state.at("views").get<std::string>());
    mixup_.restore(state.at("mixup").get<std::string>());
    isSecondStage_ = state.at("second_stage");
}

BatchMeasure ContrastiveSource::measure(int64_t microBatches) const
{
    const int64_t samples = sampler_.pairsPerBatch() * microBatches;
    return {.samples = samples, .batchesPerEpoch = (views_.size() + samples - 1) / samples};
}

int64_t ContrastiveSource::naturalSteps() const
{
    const int64_t accumulation = options_.integer("batch.accumulation");
    const auto perEpoch = static_cast<double>(measure(accumulation).batchesPerEpoch);
    return std::max<int64_t>(
        1, static_cast<int64_t>(std::ceil(options_.real("length.epochs") * perEpoch)));
}

std::shared_ptr<ContrastiveBatch> ContrastiveSource::validationBatch(int64_t index) const
{
    std::vector<ContrastivePair> pairs;
    for (const int64_t row : validationRows_[static_cast<size_t>(index)])
        pairs.push_back(validation_.pairs[static_cast<size_t>(row)]);
    return makeContrastiveBatch(encode(pairs), std::nullopt);
}

std::vector<std::vector<TokenId>>
ContrastiveSource::encode(const std::vector<ContrastivePair> &pairs) const
{
    const int64_t longest = options_.integer("data.max_tokens");
    std::vector<std::vector<TokenId>> sequences;
    for (const auto side : {&ContrastivePair::first, &ContrastivePair::second})
        for (const ContrastivePair &pair : pairs)
            sequences.push_back(encodeCut(*tokenizer_, pair.*side, longest));
    return sequences;
}

std::vector<std::string> ContrastiveSource::notes() const
{
    std::vector<std::string> notes{
        std::to_string(views_.pairs().size()) + " training pairs, " +
        std::to_string(validation_.pairs.size()) + " validation pairs, " +
        std::to_string(sampler_.pairsPerBatch()) + " pairs per micro-batch"};
    if (views_.size() > std::ssize(views_.pairs()))
        notes.push_back("both views are made of one sequence: an epoch has " +
                        std::to_string(views_.size()));
    tellLetters(training_, "training", notes);
    tellLetters(validation_, "validation", notes);
    if (options_.flag("batch.distinct_species") && !hasSpecies(views_.species()))
        notes.push_back(
            "the training pairs have no species column: any pairs are mixed in a batch");
    if (curriculum_.secondStage() > 0)
        notes.push_back("the second stage of the curriculum begins with epoch " +
                        std::to_string(curriculum_.secondStage() + 1));
    return notes;
}

} // namespace helicase
