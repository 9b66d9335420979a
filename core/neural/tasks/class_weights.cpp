#include "core/neural/tasks/class_weights.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <cmath>

namespace helicase {

namespace {

constexpr const char *weightsOption = "objective.class_weights";

std::vector<double> balancedWeights(const ClassList &classes, std::span<const int64_t> numbers)
{
    std::vector<double> counts(classes.names().size(), 0);
    for (const int64_t number : numbers)
        ++counts[static_cast<size_t>(number)];
    std::vector<double> weights;
    for (const double count : counts)
        weights.push_back(static_cast<double>(numbers.size()) /
                          (static_cast<double>(counts.size()) * count));
    return weights;
}

std::vector<double> listedWeights(const std::string &rule, const ClassList &classes)
{
    std::vector<double> weights;
    for (const std::string_view part : split(rule, ',')) {
        const auto weight = parseReal(trim(part));
        if (!weight || !std::isfinite(*weight) || *weight <= 0)
            throw OptionError(weightsOption, printable(trim(part)) + " is no weight",
                              "write none, balanced or numbers above 0 like 1,2.5");
        weights.push_back(*weight);
    }
    if (std::ssize(weights) != classes.size())
        throw OptionError(weightsOption,
                          "found " + std::to_string(weights.size()) + " weights for " +
                              std::to_string(classes.size()) + " classes (" +
                              join(classes.names(), ", ") + ")",
                          "give one weight per class in this order");
    return weights;
}

} // namespace

std::vector<double> classWeights(const std::string &rule, const ClassList &classes,
                                 std::span<const int64_t> numbers)
{
    if (rule == "none" || rule.empty())
        return {};
    return rule == "balanced" ? balancedWeights(classes, numbers) : listedWeights(rule, classes);
}

} // namespace helicase
