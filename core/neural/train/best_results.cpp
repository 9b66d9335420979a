#include "core/neural/train/best_results.h"

#include <algorithm>
#include <cmath>

namespace helicase {

bool BestResults::offer(int64_t step, double value)
{
    if (!std::isfinite(value))
        return false;
    const auto isBetter = [this](double one, double other) {
        return better_ == Better::Smaller ? one < other : one > other;
    };
    const auto place = std::ranges::find_if(
        results_, [&](const Result &result) { return isBetter(value, result.value); });
    const bool isFirst = place == results_.begin();
    results_.insert(place, {step, value});
    if (std::ssize(results_) > keep_)
        results_.pop_back();
    return isFirst;
}

void BestResults::remove(int64_t step)
{
    std::erase_if(results_, [step](const Result &result) { return result.step == step; });
}

bool BestResults::holds(int64_t step) const
{
    return std::ranges::find(results_, step, &Result::step) != results_.end();
}

std::vector<int64_t> BestResults::steps() const
{
    std::vector<int64_t> steps;
    for (const Result &result : results_)
        steps.push_back(result.step);
    return steps;
}

nlohmann::json BestResults::state() const
{
    nlohmann::json state = nlohmann::json::array();
    for (const Result &result : results_)
        state.push_back({{"step", result.step}, {"value", result.value}});
    return state;
}

void BestResults::restore(const nlohmann::json &state)
{
    results_.clear();
    for (const nlohmann::json &result : state)
        results_.push_back({result.at("step"), result.at("value")});
}

} // namespace helicase
