#include "core/neural/train/adamw.h"

#include "core/base/error.h"
#include "core/dataset/safetensors.h"

#include <cmath>

namespace helicase {

namespace {

constexpr std::string_view meanPrefix = "exp_avg.";
constexpr std::string_view squarePrefix = "exp_avg_sq.";
// Keeps the clipping factor finite; the value that PyTorch uses.
constexpr double smallestNorm = 1e-6;

void fill(torch::Tensor &tensor, const SafetensorsFile &state, const std::string &name,
          const std::filesystem::path &file)
{
    const TensorView &view = state.at(name);
    if (view.type != "F32" || view.shape != tensor.sizes().vec())
        throw InputError(name + " has another type or shape than its parameter", {.file = file},
                         "resume with the options of the run that wrote it");
    tensor.copy_(torch::from_blob(const_cast<std::byte *>(view.bytes.data()), tensor.sizes(),
                                  torch::kFloat32));
}

} // namespace

std::vector<ParameterGroup> splitByDecay(const std::vector<NamedParameter> &parameters,
                                         double rateScale, double weightDecay)
{
    ParameterGroup decayed{.rateScale = rateScale, .weightDecay = weightDecay};
    ParameterGroup others{.rateScale = rateScale};
    for (const NamedParameter &parameter : parameters)
        (parameter.tensor.dim() >= 2 ? decayed : others).parameters.push_back(parameter);
    std::vector<ParameterGroup> groups;
    for (ParameterGroup &group : {std::ref(decayed), std::ref(others)})
        if (!group.parameters.empty())
            groups.push_back(std::move(group));
    return groups;
}

std::vector<NamedParameter> namedParameters(const torch::nn::Module &module,
                                            const std::string &prefix)
{
    std::vector<NamedParameter> parameters;
    for (const auto &item : module.named_parameters())
        if (item.value().requires_grad())
            parameters.push_back({prefix + item.key(), item.value()});
    return parameters;
}

AdamW::AdamW(std::vector<ParameterGroup> groups, const AdamSettings &settings)
    : groups_(std::move(groups)), settings_(settings)
{
    for (const ParameterGroup &group : groups_) {
        std::vector<Moments> &moments = moments_.emplace_back();
        for (const NamedParameter &parameter : group.parameters) {
            const auto options = parameter.tensor.options().requires_grad(false);
            moments.push_back({torch::zeros(parameter.tensor.sizes(), options),
                               torch::zeros(parameter.tensor.sizes(), options)});
        }
    }
}

void AdamW::clearGradients()
{
    for (ParameterGroup &group : groups_)
        for (NamedParameter &parameter : group.parameters)
            parameter.tensor.mutable_grad().reset();
}

void AdamW::step(double learningRate)
{
    const torch::NoGradGuard noGradients;
    ++steps_;
    for (size_t g = 0; g < groups_.size(); ++g) {
        const ParameterGroup &group = groups_[g];
        std::vector<torch::Tensor> parameters, gradients, means, squares;
        for (size_t i = 0; i < group.parameters.size(); ++i) {
            const torch::Tensor &parameter = group.parameters[i].tensor;
            if (!parameter.grad().defined())
                continue;
            parameters.push_back(parameter);
            gradients.push_back(parameter.grad());
            means.push_back(moments_[g][i].mean);
            squares.push_back(moments_[g][i].square);
        }
        if (parameters.empty())
            continue;
        const torch::Tensor count = torch::tensor(static_cast<float>(steps_));
        const std::vector<torch::Tensor> counts(parameters.size(), count);
        at::_fused_adamw_(parameters, gradients, means, squares, {}, counts,
                          learningRate * group.rateScale, settings_.beta1, settings_.beta2,
                          kernelDecay(group), settings_.epsilon,
                          /*amsgrad=*/false, /*maximize=*/false);
    }
}

double AdamW::kernelDecay(const ParameterGroup &group) const
{
    return settings_.initialRate == 0
               ? group.weightDecay
               : group.weightDecay / (settings_.initialRate * group.rateScale);
}

double AdamW::clipGradients(double largestNorm)
{
    const torch::NoGradGuard noGradients;
    std::vector<torch::Tensor> gradients;
    for (const ParameterGroup &group : groups_)
        for (const NamedParameter &parameter : group.parameters)
            if (parameter.tensor.grad().defined())
                gradients.push_back(parameter.tensor.grad());
    if (gradients.empty())
        return 0;
    const double norm = torch::stack(at::_foreach_norm(gradients)).norm().item<double>();
    const double factor = largestNorm / (norm + smallestNorm);
    if (largestNorm > 0 && factor < 1)
        at::_foreach_mul_(gradients, factor);
    return norm;
}

NamedTensors AdamW::state() const
{
    NamedTensors state;
    for (size_t g = 0; g < groups_.size(); ++g)
        for (size_t i = 0; i < groups_[g].parameters.size(); ++i) {
            const std::string &name = groups_[g].parameters[i].name;
            state.emplace(std::string(meanPrefix) + name, moments_[g][i].mean);
            state.emplace(std::string(squarePrefix) + name, moments_[g][i].square);
        }
    return state;
}

void AdamW::load(const std::filesystem::path &file, int64_t steps)
{
    const torch::NoGradGuard noGradients;
    const SafetensorsFile state(file);
    for (size_t g = 0; g < groups_.size(); ++g)
        for (size_t i = 0; i < groups_[g].parameters.size(); ++i) {
            const std::string &name = groups_[g].parameters[i].name;
            fill(moments_[g][i].mean, state, std::string(meanPrefix) + name, file);
            fill(moments_[g][i].square, state, std::string(squarePrefix) + name, file);
        }
    steps_ = steps;
}

double updateWeights(AdamW &optimizer, double learningRate, double largestNorm)
{
    const double norm = optimizer.clipGradients(largestNorm);
    if (!std::isfinite(norm))
        return norm;
    optimizer.step(learningRate);
    optimizer.clearGradients();
    return norm;
}

} // namespace helicase
