// What this build computes beside what a reference case holds, tensor by tensor under the names of
// the case. Nothing passes unseen: what only one side has, another shape, a value that is no finite
// number and a difference above the tolerance each become a problem that names tensor and place.
// One thread at a time.
#pragma once

#include "core/neural/tensor/tensor_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace helicase {

class Comparison {
public:
    // tolerance: of |found - reference|, relative to max(1, max|reference|) of the tensor.
    explicit Comparison(double tolerance);

    // In float64. A scalar and a row of one are alike.
    void compare(const std::string &name, const torch::Tensor &found,
                 const torch::Tensor &reference);
    // All of them, each under its name after the prefix.
    void compareAll(const NamedTensors &found, const NamedTensors &reference,
                    const std::string &prefix = {});
    // The same, but type and numbers must be equal, whatever the tolerance.
    void compareAllExactly(const NamedTensors &found, const NamedTensors &reference,
                           const std::string &prefix = {});
    // Something that is no tensor does not hold: "layer x decays here, not in the reference".
    void require(bool holds, const std::string &problem);

    int64_t compared() const { return compared_; }
    // The largest of compare(), relative to max(1, max|reference|); infinite when a value is no
    // finite number.
    double difference() const { return difference_; }
    // The tensor it was found in; empty for no difference at all.
    const std::string &worstTensor() const { return worstTensor_; }
    // Empty when all that was compared holds.
    const std::vector<std::string> &problems() const { return problems_; }

private:
    using CompareTwo = void (Comparison::*)(const std::string &, const torch::Tensor &,
                                            const torch::Tensor &);
    void compareEach(const NamedTensors &found, const NamedTensors &reference,
                     const std::string &prefix, CompareTwo compareTwo);
    void compareExactly(const std::string &name, const torch::Tensor &found,
                        const torch::Tensor &reference);
    // Whether the two can be compared at all.
    bool fit(const std::string &name, const torch::Tensor &found, const torch::Tensor &reference);

    double tolerance_;
    int64_t compared_ = 0;
    double difference_ = 0;
    std::string worstTensor_;
    std::vector<std::string> problems_;
};

} // namespace helicase
