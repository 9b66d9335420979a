// AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019), computed by
// LibTorch's fused kernel, with a state that is saved under the parameters' names. Without weight
// decay it is Adam; with AdamSettings::initialRate it is Composer's DecoupledAdamW
// (mosaicml/composer, composer/optim/decoupled_weight_decay.py). One thread at a time.
#pragma once

#include "core/neural/tensor/tensor_file.h"

#include <filesystem>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace helicase {

struct NamedParameter {
    std::string name;
    torch::Tensor tensor; // a leaf that requires gradients
};

// Parameters that are updated alike.
struct ParameterGroup {
    std::vector<NamedParameter> parameters;
    double rateScale = 1; // times the learning rate
    double weightDecay = 0;
};

// Splits parameters into two groups: matrices and larger, which decay, and vectors (biases, norms),
// which do not. Empty groups are left out.
std::vector<ParameterGroup> splitByDecay(const std::vector<NamedParameter> &parameters,
                                         double rateScale, double weightDecay);

// The named parameters of a module that require gradients, with a prefix before their names.
std::vector<NamedParameter> namedParameters(const torch::nn::Module &module,
                                            const std::string &prefix);

struct AdamSettings {
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    // 0: a step takes the share learning rate x decay off each weight, as PyTorch's AdamW. The
    // run's initial learning rate: it takes decay x learning rate / initial rate, as
    // DecoupledAdamW.
    double initialRate = 0;
};

class AdamW {
public:
    AdamW(std::vector<ParameterGroup> groups, const AdamSettings &settings);

    const std::vector<ParameterGroup> &groups() const { return groups_; }
    void clearGradients();
    // Updates every parameter that has a gradient.
    void step(double learningRate);
    // Scales the gradients so that their common norm is at most the given one (0: left as they
    // are). Returns the norm before. As torch.nn.utils.clip_grad_norm_.
    double clipGradients(double largestNorm);

    // "exp_avg.NAME" and "exp_avg_sq.NAME": the means of the gradient and of its square, live.
    NamedTensors state() const;
    int64_t steps() const { return steps_; }
    // Takes a state from a safetensors file. Throws InputError when a tensor is missing or has
    // another shape.
    void load(const std::filesystem::path &file, int64_t steps);

private:
    struct Moments {
        torch::Tensor mean;   // of the gradient
        torch::Tensor square; // of the squared gradient
    };

    // The group's decay as the fused kernel takes it, which multiplies it by the learning rate.
    double kernelDecay(const ParameterGroup &group) const;

    std::vector<ParameterGroup> groups_;
    std::vector<std::vector<Moments>> moments_; // in the order of groups_ and their parameters
    AdamSettings settings_;
    int64_t steps_ = 0;
};

// The end of a training step, when the gradients are there: clips them, moves the weights and
// clears the gradients. Returns the gradients' norm before clipping; when it is no finite number
// nothing is moved.
double updateWeights(AdamW &optimizer, double learningRate, double largestNorm);

} // namespace helicase
