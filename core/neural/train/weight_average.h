// An exponential moving average of the weights (Polyak and Juditsky 1992, in the form of Composer's
// EMA): smoother weights to evaluate and to use, while training goes on with its own. One thread at
// a time.
#pragma once

#include "core/neural/train/adamw.h"

namespace helicase {

class WeightAverage {
public:
    // Begins with the present weights. decay: share of the average that a step keeps, in (0, 1).
    WeightAverage(const std::vector<ParameterGroup> &groups, double decay);

    // After a step.
    void update();
    // Exchanges weights and averages; a second call exchanges them back.
    void swap();
    // The averages become the present weights.
    void reset();

    // The averages, or while they are exchanged the weights of training, under the parameters'
    // names.
    NamedTensors state() const;
    // Throws InputError when a tensor is missing or has another shape.
    void load(const std::filesystem::path &file);

private:
    std::vector<NamedParameter> parameters_;
    std::vector<torch::Tensor> averages_;
    double decay_;
};

} // namespace helicase
