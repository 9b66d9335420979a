// Kinds gpt and gpt_learning_rate. A gpt case holds config.json, model.safetensors, inputs (idx,
// targets), outputs (hidden states, attention, logits, loss, grad.*, greedy continuations, 12
// training steps) and, in some cases, the checkpoint as the published program saves it.
#include "core/neural/model/gpt_folder.h"
#include "core/neural/model/gpt_forward.h"
#include "core/neural/predict/generation.h"
#include "core/neural/train/schedule.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/case_tensors.h"
#include "core/neural/verify/trajectory.h"

namespace helicase {

namespace {

constexpr double publishedDecay = 0.1;
constexpr const char *greedyPrefix = "greedy.prompt";

PackedBatch batchOfRows(const torch::Tensor &ids)
{
    return packPadded(ids, torch::ones_like(ids));
}

void compareForward(Gpt &model, const CaseFolder &folder, const CaseTensors &expected,
                    Comparison &comparison)
{
    const std::filesystem::path file = folder.file("inputs.safetensors");
    const ForwardResult found = gptForwardPass(model, readTensors(file), file, WithGradients::Yes);
    for (const auto &[name, tensor] : found.outputs)
        // Long cases leave the attention out.
        if (!name.starts_with("attn_") || expected.all().contains(name))
            comparison.compare(name, tensor, expected.at(name));
    for (const auto &[name, tensor] : found.gradients)
        comparison.compare("grad." + name, tensor, expected.at("grad." + name));
}

void compareGreedy(const Gpt &model, const CaseTensors &inputs, const CaseTensors &expected,
                   Comparison &comparison)
{
    const torch::Tensor row = inputs.at("idx")[0].contiguous();
    const auto *ids = row.const_data_ptr<int64_t>();
    for (const auto &[name, reference] : expected.below(greedyPrefix)) {
        if (name.ends_with("margin"))
            continue;
        const int64_t prompt = std::stoll(name.substr(std::string_view(greedyPrefix).size()));
        const SamplingRules greedy{.topK = 1};
        RandomStream random(1, "greedy");
        std::vector<TokenId> found(ids, ids + prompt);
        const std::vector<TokenId> further =
            continueTokens(model, found, reference.numel() - prompt, greedy, /*slide=*/1, random);
        found.insert(found.end(), further.begin(), further.end());
        comparison.compare(name, torch::tensor(found, torch::kInt64).view(reference.sizes()),
                           reference);
    }
}

void compareTraining(Gpt &model, const CaseFolder &folder, const CaseTensors &expected,
                     Comparison &comparison)
{
    const CaseTensors steps(folder.file("train_inputs.safetensors"));
    const torch::Tensor data = steps.at("data"), starts = steps.at("window_starts");
    const CaseTensors inputs(folder.file("inputs.safetensors"));
    const int64_t length = inputs.at("idx").size(1);
    AdamW optimizer({{.parameters = namedParameters(*model, ""), .weightDecay = publishedDecay}},
                    {});
    const auto windows = [&](int64_t step, int64_t shift) {
        std::vector<torch::Tensor> rows;
        for (int64_t i = 0; i < starts.size(1); ++i) {
            const int64_t first = starts[step][i].item<int64_t>() + shift;
            rows.push_back(data.slice(0, first, first + length));
        }
        return torch::stack(rows);
    };
    const TrajectoryCurves curves =
        run({.optimizer = optimizer,
             .rate = [&](int64_t step) { return steps.at("lr")[step].item<double>(); },
             .loss =
                 [&](int64_t step) {
                     const torch::Tensor last = model->forward(batchOfRows(windows(step, 0))).last;
                     return nextTokenLoss(model, last, windows(step, 1).flatten());
                 }},
            starts.size(0));
    comparison.compare("train.losses", curves.losses, expected.at("train.losses"));
    constexpr std::string_view prefix = "train.final.";
    for (const auto &[name, reference] : expected.below(std::string(prefix)))
        comparison.compare(name, model->named_parameters()[name.substr(prefix.size())].detach(),
                           reference);
}

// The checkpoint holds weights of its own: they must come back as they were written.
void compareCheckpoint(const std::filesystem::path &file, Comparison &comparison)
{
    NamedTensors stored;
    for (const auto &[name, tensor] : readTensors(file))
        if (name.starts_with("model."))
            stored.emplace(name.substr(6), tensor);
    comparison.compareAllExactly(publishedState(loadGpt(file)), stored, "checkpoint ");
}

} // namespace

void checkGpt(const CaseFolder &folder, Comparison &comparison)
{
    Gpt model = loadGpt(folder.path);
    const CaseTensors inputs(folder.file("inputs.safetensors"));
    const CaseTensors expected(folder.file("outputs.safetensors"));
    compareForward(model, folder, expected, comparison);
    compareGreedy(model, inputs, expected, comparison);
    compareTraining(model, folder, expected, comparison);
    for (const char *name : {"ckpt_full.pt", "ckpt_vocab4.pt"})
        if (std::filesystem::exists(folder.file(name)))
            compareCheckpoint(folder.file(name), comparison);
}

void checkGptLearningRate(const CaseFolder &folder, Comparison &comparison)
{
    const CaseTensors curve(folder.file("lr.safetensors"));
    // As published: 100 steps of warm-up and a cosine to a tenth at step 4000.
    const Schedule schedule{
        .kind = ScheduleKind::Cosine, .warmupSteps = 100, .totalSteps = 4000, .finalShare = 0.1};
    const torch::Tensor iterations = curve.at("iteration").to(torch::kInt64);
    torch::Tensor rates = torch::empty({iterations.numel()}, torch::kFloat64);
    for (int64_t i = 0; i < iterations.numel(); ++i)
        rates[i] = 1e-3 * rateShare(schedule, iterations[i].item<int64_t>());
    comparison.compare("lr", rates, curve.at("lr"));
}

} // namespace helicase
