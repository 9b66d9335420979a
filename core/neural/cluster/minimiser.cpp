#include "core/neural/cluster/minimiser.h"

#include "core/neural/cluster/line_search.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <numeric>
#include <optional>

namespace helicase {

namespace {

using Vector = std::vector<double>;

double dot(const Vector &a, const Vector &b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// a += factor * b
void add(Vector &a, double factor, const Vector &b)
{
    for (size_t i = 0; i < a.size(); ++i)
        a[i] += factor * b[i];
}

double largest(const Vector &values)
{
    double most = 0;
    for (const double value : values)
        most = std::max(most, std::abs(value));
    return most;
}

// What the last steps tell of the curvature.
class CurvatureMemory {
public:
    explicit CurvatureMemory(int64_t most) : most_(static_cast<size_t>(most)) {}

    bool isEmpty() const { return pairs_.empty(); }
    void forget() { pairs_.clear(); }

    void add(Vector step, Vector change, double stepTimesChange)
    {
        if (pairs_.size() == most_)
            pairs_.pop_front();
        scale_ = stepTimesChange / dot(change, change);
        pairs_.push_back({std::move(step), std::move(change), 1 / stepTimesChange});
    }

    // Minus the approximate inverse Hessian times the gradient, by two loops over the pairs.
    Vector direction(const Vector &gradient) const
    {
        Vector result = gradient;
        std::vector<double> shares(pairs_.size());
        for (size_t i = pairs_.size(); i-- > 0;) {
            shares[i] = pairs_[i].inverse * dot(pairs_[i].step, result);
            helicase::add(result, -shares[i], pairs_[i].change);
        }
        if (!pairs_.empty())
            for (double &value : result)
                value *= scale_;
        for (size_t i = 0; i < pairs_.size(); ++i)
            helicase::add(result, shares[i] - pairs_[i].inverse * dot(pairs_[i].change, result),
                          pairs_[i].step);
        for (double &value : result)
            value = -value;
        return result;
    }

private:
    struct Pair {
        Vector step;
        Vector change;  // of the gradient
        double inverse; // 1 / (step * change)
    };
    size_t most_;
    std::deque<Pair> pairs_;
    double scale_ = 1;
};

struct Visited {
    Vector point;
    Vector gradient;
    double value = 0;
};

// Along the direction to a point that is low enough; nothing when there is none.
std::optional<Visited> search(const Objective &objective, const Visited &from,
                              const Vector &direction, double firstStep, int64_t mostEvaluations,
                              double &step)
{
    const double slope = dot(from.gradient, direction);
    if (!(slope < 0))
        return std::nullopt;
    LineSearch line(from.value, slope, firstStep);
    Visited found{.point = {}, .gradient = Vector(from.point.size())};
    for (int64_t i = 0; i < mostEvaluations; ++i) {
        step = line.step();
        found.point = from.point;
        add(found.point, step, direction);
        found.value = objective(found.point, found.gradient);
        if (!std::isfinite(found.value))
            return std::nullopt;
        if (line.takes(found.value, dot(found.gradient, direction)))
            return found;
    }
    return std::nullopt;
}

} // namespace

Minimum minimise(const Objective &objective, std::vector<double> start,
                 const MinimiserSettings &settings)
{
    constexpr double epsilon = std::numeric_limits<double>::epsilon();
    Visited at{.point = std::move(start), .gradient = {}};
    at.gradient.resize(at.point.size());
    at.value = objective(at.point, at.gradient);
    CurvatureMemory memory(settings.memory);
    int64_t rounds = 0;
    while (rounds < settings.maximumRounds && largest(at.gradient) > settings.gradientTolerance) {
        const Vector direction = memory.direction(at.gradient);
        const double firstStep = rounds == 0 ? 1 / std::sqrt(dot(direction, direction)) : 1.0;
        double step = 0;
        std::optional<Visited> next =
            search(objective, at, direction, firstStep, settings.evaluationsPerSearch, step);
        if (!next) {
            if (memory.isEmpty())
                break; // as low as the digits allow
            memory.forget();
            continue;
        }
        ++rounds;
        const double fall = at.value - next->value;
        const double size = std::max({std::abs(at.value), std::abs(next->value), 1.0});
        Vector change = next->gradient;
        add(change, -1, at.gradient);
        Vector moved = direction;
        for (double &value : moved)
            value *= step;
        const double before = dot(at.gradient, moved);
        at = std::move(*next);
        if (fall <= settings.valueTolerance * size)
            break;
        const double curvature = dot(at.gradient, moved) - before;
        if (curvature > epsilon * -before)
            memory.add(std::move(moved), std::move(change), curvature);
    }
    return {.point = std::move(at.point), .value = at.value, .rounds = rounds};
}

} // namespace helicase
