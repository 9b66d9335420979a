#include "core/neural/verify/comparison.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace helicase {

namespace {

// The indices of a place in the flat tensor.
std::string placeText(int64_t flat, c10::IntArrayRef shape)
{
    std::vector<int64_t> indices(shape.size());
    for (size_t i = shape.size(); i-- > 0; flat /= shape[i])
        indices[i] = flat % shape[i];
    return shapeText(indices);
}

bool haveSameShape(const torch::Tensor &found, const torch::Tensor &reference)
{
    return found.sizes() == reference.sizes() || (found.numel() == 1 && reference.numel() == 1);
}

} // namespace

Comparison::Comparison(double tolerance) : tolerance_(tolerance) {}

void Comparison::require(bool holds, const std::string &problem)
{
    if (!holds)
        problems_.push_back(problem);
}

bool Comparison::fit(const std::string &name, const torch::Tensor &found,
                     const torch::Tensor &reference)
{
    if (!found.defined()) {
        require(false, name + " is not computed by this build");
        return false;
    }
    if (!haveSameShape(found, reference)) {
        require(false, name + " has shape " + shapeText(found.sizes()) + ", the reference " +
                           shapeText(reference.sizes()));
        return false;
    }
    require(reference.numel() > 0, name + " is empty");
    return reference.numel() > 0;
}

void Comparison::compare(const std::string &name, const torch::Tensor &found,
                         const torch::Tensor &reference)
{
    if (!fit(name, found, reference))
        return;
    ++compared_;
    const torch::Tensor expected = reference.detach().to(torch::kCPU, torch::kFloat64).flatten();
    const torch::Tensor computed = found.detach().to(torch::kCPU, torch::kFloat64).flatten();
    const double scale = std::max(1.0, expected.abs().max().item<double>());
    // NaN would lose every comparison; as an infinite difference it wins them all.
    const torch::Tensor differences = (computed - expected)
                                          .abs()
                                          .nan_to_num(std::numeric_limits<double>::infinity(),
                                                      std::numeric_limits<double>::infinity());
    const int64_t place = differences.argmax().item<int64_t>();
    const double largest = differences[place].item<double>();
    const bool isFinite = std::isfinite(largest) && std::isfinite(scale);
    const double relative = isFinite ? largest / scale : std::numeric_limits<double>::infinity();
    if (relative > difference_) {
        difference_ = relative;
        worstTensor_ = name;
    }
    require(relative <= tolerance_, name + " " + placeText(place, reference.sizes()) + " is " +
                                        formatReal(computed[place].item<double>()) +
                                        ", the reference " +
                                        formatReal(expected[place].item<double>()));
}

void Comparison::compareEach(const NamedTensors &found, const NamedTensors &reference,
                             const std::string &prefix, CompareTwo compareTwo)
{
    for (const auto &[name, tensor] : found)
        if (const auto expected = reference.find(name); expected != reference.end())
            (this->*compareTwo)(prefix + name, tensor, expected->second);
        else
            require(false, prefix + name + " is missing in the reference");
    for (const auto &[name, tensor] : reference)
        require(found.contains(name), prefix + nameText(name) + " is not computed by this build");
}

void Comparison::compareAll(const NamedTensors &found, const NamedTensors &reference,
                            const std::string &prefix)
{
    compareEach(found, reference, prefix, &Comparison::compare);
}

void Comparison::compareAllExactly(const NamedTensors &found, const NamedTensors &reference,
                                   const std::string &prefix)
{
    compareEach(found, reference, prefix, &Comparison::compareExactly);
}

void Comparison::compareExactly(const std::string &name, const torch::Tensor &found,
                                const torch::Tensor &reference)
{
    if (found.scalar_type() != reference.scalar_type() || found.sizes() != reference.sizes()) {
        require(false, name + " has another type or shape");
        return;
    }
    ++compared_;
    if (torch::equal(found, reference))
        return;
    const torch::Tensor differing = (found != reference).flatten().nonzero();
    require(false, name + " differs, first at " +
                       placeText(differing[0][0].item<int64_t>(), found.sizes()));
}

} // namespace helicase
