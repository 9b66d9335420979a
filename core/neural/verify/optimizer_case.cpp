// Kind optimizer: steps of an optimizer with its schedule on a small network, whose gradients are
// computed here too. inputs.safetensors: initial.NAME, grad.NAME [steps, ...], problem.{x, ids, y};
// outputs.safetensors: loss, grad_norm [steps], param.NAME [steps, ...] after each step,
// final_exp_avg.NAME, final_exp_avg_sq.NAME; lr.safetensors: the rate of each step. Losses carry a
// factor of their step, so that some gradients are clipped and others are not; the case does not
// store it.
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/neural/train/composer_schedule.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/case_tensors.h"
#include "core/neural/verify/trajectory.h"

namespace helicase {

namespace {

constexpr double layerNormEpsilon = 1e-5;

// An embedding added to x, fc1, LayerNorm, tanh, fc2; the loss is the mean squared error.
class SmallNetwork {
public:
    explicit SmallNetwork(const CaseTensors &inputs) : inputs_(inputs)
    {
        const std::string prefix = "initial.";
        for (const auto &[name, tensor] : inputs.below(prefix))
            weights_.emplace(name.substr(prefix.size()), tensor.clone().set_requires_grad(true));
    }

    torch::Tensor loss() const
    {
        const torch::Tensor input =
            torch::embedding(weight("emb.weight"), inputs_.at("problem.ids")) +
            inputs_.at("problem.x");
        const torch::Tensor hidden = linear("fc1", input);
        const torch::Tensor normed =
            torch::layer_norm(hidden, {hidden.size(1)}, weight("LayerNorm.weight"),
                              weight("LayerNorm.bias"), layerNormEpsilon);
        return torch::mse_loss(linear("fc2", torch::tanh(normed)), inputs_.at("problem.y"));
    }

    std::vector<NamedParameter> parameters() const
    {
        std::vector<NamedParameter> list;
        for (const auto &[name, tensor] : weights_)
            list.push_back({name, tensor});
        return list;
    }

private:
    const torch::Tensor &weight(const std::string &name) const
    {
        const auto found = weights_.find(name);
        if (found == weights_.end())
            throw Error("the network lacks the tensor initial." + name);
        return found->second;
    }

    torch::Tensor linear(const std::string &name, const torch::Tensor &input) const
    {
        return torch::linear(input, weight(name + ".weight"), weight(name + ".bias"));
    }

    const CaseTensors &inputs_;
    NamedTensors weights_;
};

// The factor of a step: what brings the network's gradients closest to those of the case. It must
// bring the loss to that of the case too.
double factorOf(const torch::Tensor &loss, const std::vector<NamedParameter> &parameters,
                const CaseTensors &inputs, int64_t step)
{
    double product = 0, square = 0;
    for (const NamedParameter &parameter : parameters) {
        const torch::Tensor own =
            torch::autograd::grad({loss}, {parameter.tensor}, {}, /*retain_graph=*/true)[0].to(
                torch::kFloat64);
        product += (own * inputs.at("grad." + parameter.name)[step]).sum().item<double>();
        square += own.square().sum().item<double>();
    }
    return product / square;
}

// Composer's schedule where the case names it, else the one of Hugging Face.
RateCurve rateOf(const nlohmann::json &settings)
{
    if (!settings.contains("scheduler"))
        return huggingFaceRate(settings);
    if (settings.at("scheduler") != "LinearWithWarmup")
        throw Error("the scheduler " + settings.at("scheduler").dump() + " is not known");
    const ComposerLengths lengths{
        .run = parseDuration("max_duration", settings.at("max_duration").get<std::string>()),
        .warmup = parseDuration("t_warmup", settings.at("t_warmup").get<std::string>())};
    const ComposerSchedule schedule(ScheduleKind::Linear, lengths, settings.at("alpha_f"), {});
    const double highest = settings.at("lr");
    return [=](int64_t step) { return highest * schedule.share(step); };
}

AdamW optimizerOf(const nlohmann::json &settings, const std::vector<NamedParameter> &parameters)
{
    const std::string name = settings.at("optimizer");
    const double decay = settings.at("weight_decay");
    AdamSettings adam = adamSettings(settings);
    if (name == "torch.optim.AdamW")
        return AdamW(splitByDecay(parameters, 1, decay), adam);
    if (name != "DecoupledAdamW")
        throw Error("the optimizer " + name + " is not known");
    adam.initialRate = settings.at("lr");
    return AdamW({{.parameters = parameters, .weightDecay = decay}}, adam);
}

// One tensor per parameter and step, stacked at the end.
class History {
public:
    void add(const std::string &name, const torch::Tensor &tensor)
    {
        steps_[name].push_back(tensor.detach().clone());
    }

    NamedTensors stacked() const
    {
        NamedTensors result;
        for (const auto &[name, tensors] : steps_)
            result.emplace(name, torch::stack(tensors));
        return result;
    }

private:
    std::map<std::string, std::vector<torch::Tensor>> steps_;
};

} // namespace

void checkOptimizer(const CaseFolder &folder, Comparison &comparison)
{
    const nlohmann::json settings = readJsonFile(folder.file("settings.json"));
    const CaseTensors inputs(folder.file("inputs.safetensors"));
    const SmallNetwork network(inputs);
    AdamW optimizer = optimizerOf(settings, network.parameters());
    compareDecay(settings, optimizer, comparison);

    const RateCurve rate = rateOf(settings);
    const double largestNorm = settings.value("max_grad_norm", 0.0);
    History gradients;
    History outputs;
    const Trajectory trajectory{
        .optimizer = optimizer,
        .rate = rate,
        .largestNorm = largestNorm,
        .loss =
            [&](int64_t step) {
                const torch::Tensor loss = network.loss();
                return loss * factorOf(loss, network.parameters(), inputs, step);
            },
        .onGradients =
            [&] {
                for (const NamedParameter &parameter : network.parameters())
                    gradients.add("grad." + parameter.name, parameter.tensor.grad());
            },
        .onUpdate =
            [&] {
                for (const NamedParameter &parameter : network.parameters())
                    outputs.add("param." + parameter.name, parameter.tensor);
            }};
    const TrajectoryCurves curves = run(trajectory, stepsOf(folder, settings));

    NamedTensors found = outputs.stacked();
    found.emplace("loss", curves.losses);
    found.emplace("grad_norm", curves.gradientNorms);
    for (const auto &[name, tensor] : optimizer.state())
        found.emplace("final_" + name, tensor);
    comparison.compareAll(found, readTensors(folder.file("outputs.safetensors")));
    comparison.compareAll(gradients.stacked(), inputs.below("grad."));
    comparison.compareAll({{"lr", curves.rates}}, readTensors(folder.file("lr.safetensors")));
}

} // namespace helicase
