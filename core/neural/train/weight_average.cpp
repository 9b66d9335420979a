#include "core/neural/train/weight_average.h"

#include "core/base/error.h"

namespace helicase {

WeightAverage::WeightAverage(const std::vector<ParameterGroup> &groups, double decay)
    : decay_(decay)
{
    for (const ParameterGroup &group : groups)
        for (const NamedParameter &parameter : group.parameters) {
            parameters_.push_back(parameter);
            averages_.push_back(parameter.tensor.detach().clone());
        }
}

void WeightAverage::update()
{
    const torch::NoGradGuard noGradients;
    for (size_t i = 0; i < averages_.size(); ++i)
        averages_[i].lerp_(parameters_[i].tensor, 1 - decay_);
}

void WeightAverage::swap()
{
    const torch::NoGradGuard noGradients;
    for (size_t i = 0; i < averages_.size(); ++i) {
        const torch::Tensor weights = parameters_[i].tensor.clone();
        parameters_[i].tensor.copy_(averages_[i]);
        averages_[i].copy_(weights);
    }
}

void WeightAverage::reset()
{
    const torch::NoGradGuard noGradients;
    for (size_t i = 0; i < averages_.size(); ++i)
        averages_[i].copy_(parameters_[i].tensor);
}

NamedTensors WeightAverage::state() const
{
    NamedTensors state;
    for (size_t i = 0; i < averages_.size(); ++i)
        state.emplace(parameters_[i].name, averages_[i]);
    return state;
}

void WeightAverage::load(const std::filesystem::path &file)
{
    const torch::NoGradGuard noGradients;
    const NamedTensors stored = readTensors(file);
    for (size_t i = 0; i < averages_.size(); ++i) {
        const auto found = stored.find(parameters_[i].name);
        if (found == stored.end() || found->second.sizes() != averages_[i].sizes())
            throw InputError("has no tensor " + parameters_[i].name + " of the run's shape",
                             {.file = file}, "it belongs to another run");
        averages_[i].copy_(found->second);
    }
}

} // namespace helicase
