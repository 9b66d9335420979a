#include "core/neural/tasks/contrastive_task.h"

#include "core/neural/model/model_folder.h"
#include "core/neural/tasks/copy_weights.h"
#include "core/neural/tasks/dna_tokenizer.h"

#include <array>

namespace helicase {

namespace {

const std::string headPrefix = "contrast_head.";

// The share of rows whose most similar other row is their partner.
double retrievalShare(const torch::Tensor &rows)
{
    const int64_t pairs = rows.size(0) / 2;
    torch::Tensor similarities = rows.matmul(rows.t());
    similarities.fill_diagonal_(-2);
    const torch::Tensor partners = (torch::arange(2 * pairs) + pairs) % (2 * pairs);
    return (similarities.argmax(1) == partners).to(torch::kFloat64).mean().item<double>();
}

// The rows of a part in a matrix of all the batch's sequences.
void putRows(torch::Tensor all, const ContrastivePart &part, const torch::Tensor &rows)
{
    all.index_copy_(0, torch::tensor(ownSequences(part)), rows.to(all.scalar_type()));
}

// Sums over the ranks, which each hold the rows of their own parts and zeros elsewhere.
torch::Tensor gatheredRows(const torch::Tensor &rows, RankGroup &ranks)
{
    const torch::Tensor doubles = rows.to(torch::kFloat64).contiguous();
    const double *first = doubles.const_data_ptr<double>();
    std::vector<double> sums = ranks.sum({first, first + doubles.numel()});
    return torch::tensor(sums, torch::kFloat64).view_as(rows).to(torch::kFloat32);
}

// The batches of a step that are in several parts, by their number in it.
std::map<int64_t, std::shared_ptr<ContrastiveBatch>> cutBatches(const ContrastiveStep &step)
{
    std::map<int64_t, std::shared_ptr<ContrastiveBatch>> batches;
    for (const ContrastivePart &part : step.batches)
        if (!part.isWhole())
            batches.emplace(part.origin, part.batch);
    return batches;
}

} // namespace

ContrastiveTask::ContrastiveTask(const OptionValues &options)
    : pairsAtOnce_(options.integer("batch.pairs_at_once")),
      totalSteps_(options.integer("length.steps")),
      headRateScale_(options.real("optimizer.head_lr_scale")),
      weightDecay_(options.real("optimizer.weight_decay")),
      tokenizer_(loadTokenizer(dnaTokenizerFolder(options.path("data.tokenizer")))),
      network_(options, tokenizer_->vocabularySize()),
      source_(options, tokenizer_, network_.encoder()->config().layers)
{
    if (totalSteps_ == 0)
        totalSteps_ = source_.naturalSteps();
    if (!options.text("published.results").empty())
        published_.emplace(options);
}

std::vector<ParameterGroup> ContrastiveTask::parameterGroups()
{
    std::vector<ParameterGroup> groups =
        splitByDecay(namedParameters(*network_.encoder(), ""), 1, weightDecay_);
    const auto ofHead =
        splitByDecay(namedParameters(*network_.head(), headPrefix), headRateScale_, weightDecay_);
    groups.insert(groups.end(), ofHead.begin(), ofHead.end());
    return groups;
}

void ContrastiveTask::prepare(StepInput &input, const DropoutSeeds &seeds, RankGroup &ranks)
{
    const auto &step = dynamic_cast<const ContrastiveStep &>(input);
    const auto batches = cutBatches(step);
    std::map<int64_t, torch::Tensor> features;
    for (const auto &[number, batch] : batches)
        features[number] = torch::zeros({2 * batch->pairs(), network_.featureCount()});
    for (int64_t index = ranks.rank(); index < step.size(); index += ranks.size()) {
        const ContrastivePart &part = step.at(index);
        if (part.isWhole())
            continue;
        const torch::NoGradGuard noGradients;
        network_.trainWithDropout(seeds(index));
        const torch::Tensor rows = network_.features(part).rows;
        putRows(features.at(part.origin), part, rows);
    }
    for (const auto &[number, batch] : batches) {
        torch::Tensor rows = features[number];
        if (ranks.size() > 1)
            rows = gatheredRows(rows, ranks);
        rows.requires_grad_();
        const torch::Tensor loss = network_.loss(rows, *batch);
        loss.backward();
        batch->loss = loss.item<double>();
        batch->featureGradients = rows.grad();
    }
}

MicroStep ContrastiveTask::loss(const StepInput &input, int64_t index, uint64_t dropoutSeed)
{
    const ContrastivePart &part = dynamic_cast<const ContrastiveStep &>(input).at(index);
    network_.trainWithDropout(dropoutSeed);
    const ContrastiveNetwork::Features features = network_.features(part);
    const ContrastiveBatch &batch = *part.batch;
    MicroStep step{.tokens = features.tokens, .share = part.share};
    if (part.isWhole()) {
        step.loss = network_.loss(features.rows, batch);
        return step;
    }
    // Its value is the batch's loss and its gradient the part's contribution to that of the batch.
    const double shareOfBatch =
        static_cast<double>(part.pairs) / static_cast<double>(batch.pairs());
    const torch::Tensor gradients =
        batch.featureGradients.index_select(0, torch::tensor(ownSequences(part)));
    const torch::Tensor contribution = (features.rows * gradients).sum() / shareOfBatch;
    step.loss = contribution - contribution.detach() + batch.loss;
    return step;
}

torch::Tensor ContrastiveTask::featuresWithoutGraph(const std::shared_ptr<ContrastiveBatch> &batch)
{
    const torch::NoGradGuard noGradients;
    torch::Tensor all = torch::zeros({2 * batch->pairs(), network_.featureCount()});
    for (const ContrastivePart &part : partsOf(batch, 0, pairsAtOnce_, 1))
        putRows(all, part, network_.features(part).rows);
    return all;
}

std::map<std::string, double> ContrastiveTask::evaluate()
{
    network_.stopTraining();
    double loss = 0, retrieval = 0;
    for (int64_t i = 0; i < source_.validationBatches(); ++i) {
        const auto batch = source_.validationBatch(i);
        const torch::Tensor rows = featuresWithoutGraph(batch);
        loss += network_.loss(rows, *batch).item<double>();
        retrieval += retrievalShare(rows);
    }
    const auto batches = static_cast<double>(source_.validationBatches());
    return {{"validation/loss", loss / batches}, {"validation/retrieval", retrieval / batches}};
}

ModelContent ContrastiveTask::modelContent() const
{
    const std::array parts{ModelPart{"", network_.encoder().get()},
                           ModelPart{headPrefix, network_.head().get()}};
    const auto saveTokenizer = [tokenizer = tokenizer_](const std::filesystem::path &folder) {
        tokenizer->save(folder);
    };
    return {.weights = {{"model.safetensors", tensorsOf(parts)}},
            .documents = {{"config.json", network_.encoder()->config().toJson()}},
            .others = {saveTokenizer}};
}

void ContrastiveTask::loadModel(const std::filesystem::path &folder)
{
    const ModelFolder saved(folder);
    copyWeights(*saved.loadEncoder(), *network_.encoder());
    saved.loadPart(*network_.head(), headPrefix);
}

void ContrastiveTask::stepMade(int64_t step)
{
    if (published_)
        published_->stepMade(step, network_, *tokenizer_);
}

nlohmann::json ContrastiveTask::conclude(const FinishedRun &)
{
    nlohmann::json results = nlohmann::json::object();
    if (published_)
        results["published"] =
            published_->chooseBest(totalSteps_, [this](const std::filesystem::path &folder) {
                loadModel(folder);
                return evaluate().at("validation/loss");
            });
    return results;
}

} // namespace helicase
