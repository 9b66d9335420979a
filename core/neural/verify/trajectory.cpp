#include "core/neural/verify/trajectory.h"

#include "core/base/error.h"
#include "core/neural/train/schedule.h"

#include <cmath>
#include <set>

namespace helicase {

namespace {

void requireFinite(double value, const char *what, int64_t step)
{
    if (!std::isfinite(value))
        throw Error("the " + std::string(what) + " of step " + std::to_string(step) +
                    " is no finite number");
}

// The gradient of the keys' bias is zero but for rounding, since a softmax does not see what all
// its entries have in common; Adam divides it by its own size and makes it steps at random. Its
// final values say nothing and are taken from the reference.
void forgetKeyBias(NamedTensors &found, const NamedTensors &reference)
{
    for (auto &[name, tensor] : found) {
        const auto expected = reference.find(name);
        if (!name.ends_with("Wqkv.bias") || expected == reference.end() ||
            tensor.sizes() != expected->second.sizes())
            continue;
        const int64_t width = tensor.size(0) / 3;
        tensor = tensor.clone();
        tensor.slice(0, width, 2 * width).copy_(expected->second.slice(0, width, 2 * width));
    }
}

} // namespace

TrajectoryCurves run(const Trajectory &trajectory, int64_t steps)
{
    std::vector<double> losses, norms, rates;
    for (int64_t step = 0; step < steps; ++step) {
        const torch::Tensor loss = trajectory.loss(step);
        losses.push_back(loss.item<double>());
        requireFinite(losses.back(), "loss", step);
        loss.backward();
        if (trajectory.onGradients)
            trajectory.onGradients();
        rates.push_back(trajectory.rate(step));
        norms.push_back(updateWeights(trajectory.optimizer, rates.back(), trajectory.largestNorm));
        requireFinite(norms.back(), "gradient", step);
        if (trajectory.onUpdate)
            trajectory.onUpdate();
    }
    const auto curve = [](const std::vector<double> &values) {
        return torch::tensor(values, torch::kFloat64);
    };
    return {.losses = curve(losses), .gradientNorms = curve(norms), .rates = curve(rates)};
}

int64_t stepsOf(const CaseFolder &folder, const nlohmann::json &settings)
{
    const std::filesystem::path file = folder.file("lr.safetensors");
    const int64_t steps = settings.at("steps");
    const NamedTensors rates = readTensors(file);
    const auto rate = rates.find("lr");
    if (steps < 1 || rate == rates.end() || rate->second.sizes() != c10::IntArrayRef{steps})
        throw InputError("does not hold a learning rate for each of the " + std::to_string(steps) +
                             " steps that settings.json names",
                         {.file = file});
    return steps;
}

AdamSettings adamSettings(const nlohmann::json &settings)
{
    return {.beta1 = settings.at("betas").at(0),
            .beta2 = settings.at("betas").at(1),
            .epsilon = settings.at("eps")};
}

RateCurve huggingFaceRate(const nlohmann::json &settings)
{
    const Schedule schedule{.kind = scheduleKind(settings.value("schedule", "linear")),
                            .warmupSteps = settings.at("warmup_steps"),
                            .totalSteps = settings.at("total_steps"),
                            .afterEnd = AfterEnd::GoOn};
    const double highest = settings.at("lr");
    return [=](int64_t step) { return highest * rateShare(schedule, step); };
}

void compareDecay(const nlohmann::json &settings, const AdamW &optimizer, Comparison &comparison)
{
    std::set<std::string> expected;
    if (settings.contains("not_decayed"))
        expected = settings.at("not_decayed").get<std::set<std::string>>();
    for (const ParameterGroup &group : optimizer.groups())
        for (const NamedParameter &parameter : group.parameters) {
            const bool decays = group.weightDecay != 0;
            const bool shouldDecay = expected.erase(parameter.name) == 0;
            comparison.require(decays == shouldDecay,
                               parameter.name +
                                   (decays ? " decays, in the reference it does not"
                                           : " does not decay, in the reference it does"));
        }
    for (const std::string &name : expected)
        comparison.require(false, "not_decayed names " + name + ", which is no parameter");
}

void compareTrajectory(const CaseFolder &folder, const TrajectoryCurves &curves,
                       const std::vector<NamedParameter> &parameters, Comparison &comparison)
{
    const torch::NoGradGuard noGradient;
    NamedTensors weights;
    for (const NamedParameter &parameter : parameters)
        weights.emplace(parameter.name, parameter.tensor.detach());
    const NamedTensors finalWeights = readTensors(folder.file("final.safetensors"));
    forgetKeyBias(weights, finalWeights);
    comparison.compareAll({{"lr", curves.rates}}, readTensors(folder.file("lr.safetensors")));
    comparison.compareAll({{"loss", curves.losses}, {"grad_norm", curves.gradientNorms}},
                          readTensors(folder.file("outputs.safetensors")));
    comparison.compareAll(weights, finalWeights, "final ");
}

} // namespace helicase
