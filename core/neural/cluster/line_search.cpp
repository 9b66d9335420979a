#include "core/neural/cluster/line_search.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double decrease = 1e-3; // of the first slope, for the value
constexpr double curvature = 0.9; // of the first slope, for the slope
constexpr double narrowest = 0.1; // width of the interval relative to its upper end
constexpr double longestStep = 1e10;
constexpr double leastGrowth = 1.1; // of a step without an interval
constexpr double mostGrowth = 4;
constexpr double enoughNarrowing = 0.66;

// Of the cubic through two points with their slopes; the formula loses no digits.
struct Cubic {
    Cubic(const PointOnLine &a, const PointOnLine &b)
        : theta(3 * (a.value - b.value) / (b.step - a.step) + a.slope + b.slope)
    {
        const double scale = std::max({std::abs(theta), std::abs(a.slope), std::abs(b.slope)});
        const double ratio = theta / scale;
        const double radicand = ratio * ratio - (a.slope / scale) * (b.slope / scale);
        gamma = scale * std::sqrt(std::max(0.0, radicand));
    }
    double theta = 0;
    double gamma = 0;
};

} // namespace

LineSearch::LineSearch(double value, double slope, double firstStep)
    : start_{0, value, slope}, sufficientSlope_(decrease * slope), step_(firstStep), best_(start_),
      other_(start_), most_(firstStep + mostGrowth * firstStep), width_(longestStep),
      widthBefore_(2 * longestStep)
{
}

bool LineSearch::takes(double value, double slope)
{
    const double limit = start_.value + step_ * sufficientSlope_;
    if (isFirstStage_ && value <= limit && slope >= 0)
        isFirstStage_ = false;
    const bool isEnough = value <= limit && std::abs(slope) <= curvature * -start_.slope;
    if (isEnough || isExhausted_)
        return true;
    if (step_ == longestStep && value <= limit && slope <= sufficientSlope_)
        return true;
    narrow(value, slope);
    return false;
}

void LineSearch::narrow(double value, double slope)
{
    const double limit = start_.value + step_ * sufficientSlope_;
    if (isFirstStage_ && value <= best_.value && value > limit) {
        // The function less the line that it has to fall below.
        const auto lowered = [&](const PointOnLine &point) {
            return PointOnLine{point.step, point.value - point.step * sufficientSlope_,
                               point.slope - sufficientSlope_};
        };
        const auto raised = [&](const PointOnLine &point) {
            return PointOnLine{point.step, point.value + point.step * sufficientSlope_,
                               point.slope + sufficientSlope_};
        };
        PointOnLine best = lowered(best_);
        PointOnLine other = lowered(other_);
        choose(best, other, lowered({step_, value, slope}));
        best_ = raised(best);
        other_ = raised(other);
    } else
        choose(best_, other_, {step_, value, slope});

    if (isBracketed_) {
        const double width = std::abs(other_.step - best_.step);
        if (width >= enoughNarrowing * widthBefore_)
            step_ = best_.step + 0.5 * (other_.step - best_.step);
        widthBefore_ = width_;
        width_ = width;
        least_ = std::min(best_.step, other_.step);
        most_ = std::max(best_.step, other_.step);
    } else {
        least_ = step_ + leastGrowth * (step_ - best_.step);
        most_ = step_ + mostGrowth * (step_ - best_.step);
    }
    step_ = std::clamp(step_, 0.0, longestStep);
    const bool isTooSmall =
        isBracketed_ && (step_ <= least_ || step_ >= most_ || most_ - least_ <= narrowest * most_);
    if (isTooSmall) {
        step_ = best_.step;
        isExhausted_ = true;
    }
}

// The next step, and the ends of the interval with the trial among them: section 4 of the paper.
void LineSearch::choose(PointOnLine &best, PointOnLine &other, const PointOnLine &trial)
{
    const double sameSign = trial.slope * (best.slope / std::abs(best.slope));
    double next = 0;
    if (trial.value > best.value) { // 1: a higher value, the minimum lies between
        const Cubic cubic(best, trial);
        const double gamma = trial.step < best.step ? -cubic.gamma : cubic.gamma;
        const double share =
            (gamma - best.slope + cubic.theta) / (gamma - best.slope + gamma + trial.slope);
        const double byCubic = best.step + share * (trial.step - best.step);
        const double byParabola =
            best.step + best.slope /
                            ((best.value - trial.value) / (trial.step - best.step) + best.slope) /
                            2 * (trial.step - best.step);
        next = std::abs(byCubic - best.step) < std::abs(byParabola - best.step)
                   ? byCubic
                   : byCubic + (byParabola - byCubic) / 2;
        isBracketed_ = true;
    } else if (sameSign < 0) { // 2: a lower value, the slope has turned
        const Cubic cubic(best, trial);
        const double gamma = trial.step > best.step ? -cubic.gamma : cubic.gamma;
        const double share =
            (gamma - trial.slope + cubic.theta) / (gamma - trial.slope + gamma + best.slope);
        const double byCubic = trial.step + share * (best.step - trial.step);
        const double bySecant =
            trial.step + trial.slope / (trial.slope - best.slope) * (best.step - trial.step);
        next =
            std::abs(byCubic - trial.step) > std::abs(bySecant - trial.step) ? byCubic : bySecant;
        isBracketed_ = true;
    } else if (std::abs(trial.slope) < std::abs(best.slope)) { // 3: a lower value, less steep
        const Cubic cubic(best, trial);
        const double gamma = trial.step > best.step ? -cubic.gamma : cubic.gamma;
        const double share =
            (gamma - trial.slope + cubic.theta) / (gamma + (best.slope - trial.slope) + gamma);
        const double byCubic = share < 0 && gamma != 0
                                   ? trial.step + share * (best.step - trial.step)
                                   : (trial.step > best.step ? most_ : least_);
        const double bySecant =
            trial.step + trial.slope / (trial.slope - best.slope) * (best.step - trial.step);
        const bool isCubicNearer = std::abs(byCubic - trial.step) < std::abs(bySecant - trial.step);
        if (isBracketed_) {
            next = isCubicNearer ? byCubic : bySecant;
            const double end = trial.step + enoughNarrowing * (other.step - trial.step);
            next = trial.step > best.step ? std::min(end, next) : std::max(end, next);
        } else
            next = std::clamp(isCubicNearer ? bySecant : byCubic, least_, most_);
    } else { // 4: a lower value, as steep
        if (isBracketed_) {
            const Cubic cubic(trial, other);
            const double gamma = trial.step > other.step ? -cubic.gamma : cubic.gamma;
            const double share =
                (gamma - trial.slope + cubic.theta) / (gamma - trial.slope + gamma + other.slope);
            next = trial.step + share * (other.step - trial.step);
        } else
            next = trial.step > best.step ? most_ : least_;
    }

    if (trial.value > best.value)
        other = trial;
    else {
        if (sameSign < 0)
            other = best;
        best = trial;
    }
    step_ = next;
}

} // namespace helicase
