#include "core/neural/project/umap.h"

#include "core/base/random_stream.h"
#include "core/neural/project/point_places.h"
#include "core/neural/project/work_shares.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace helicase {

namespace {

constexpr int64_t roundsPerEpoch = 16;
constexpr float startBox = 10;

// Random numbers of one point in one epoch, reproducible by themselves: a linear congruential
// generator (Knuth 1997, section 3.3.4), of which the high bits are good, from a start that is
// mixed (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
class PointRandom {
public:
    PointRandom(uint64_t seed, int64_t epoch, int64_t point)
        : state_(mixed(seed +
                       mixed(static_cast<uint64_t>(epoch) + mixed(static_cast<uint64_t>(point)))))
    {
    }
    int64_t below(int64_t bound)
    {
        state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
        return static_cast<int64_t>(((state_ >> 32) * static_cast<uint64_t>(bound)) >> 32);
    }

private:
    static uint64_t mixed(uint64_t value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ull;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebull;
        return value ^ (value >> 31);
    }

    uint64_t state_;
};

// Which edges act in which epoch: the strongest in each, the others in proportion to their weights.
class EdgeSchedule {
public:
    EdgeSchedule(const NeighborGraph &graph, int64_t epochs)
    {
        const float strongest = std::ranges::max(graph.weights);
        for (int64_t point = 0; point < graph.points(); ++point) {
            for (int64_t edge = graph.offsets[point]; edge < graph.offsets[point + 1]; ++edge) {
                const float period = strongest / graph.weights[edge];
                if (period > static_cast<float>(epochs))
                    continue; // never acts
                periods_.push_back(period);
                targets_.push_back(graph.targets[edge]);
            }
            offsets_.push_back(std::ssize(targets_));
            mostOfPoint_ = std::max(mostOfPoint_, offsets_[point + 1] - offsets_[point]);
        }
        next_ = periods_;
    }
    int64_t mostOfPoint() const { return mostOfPoint_; }

    // Writes the other ends of the point's edges that are due, and returns how many; to have room
    // for mostOfPoint() + 1. Without a branch, which could not be foreseen.
    int64_t due(int64_t point, int64_t epoch, int32_t *others)
    {
        int64_t count = 0;
        for (int64_t edge = offsets_[point]; edge < offsets_[point + 1]; ++edge) {
            const bool isDue = next_[edge] <= static_cast<float>(epoch);
            others[count] = targets_[edge];
            count += static_cast<int64_t>(isDue);
            next_[edge] += isDue ? periods_[edge] : 0.0f;
        }
        return count;
    }

private:
    std::vector<int64_t> offsets_ = {0};
    std::vector<int32_t> targets_;
    std::vector<float> periods_;
    std::vector<float> next_;
    int64_t mostOfPoint_ = 0;
};

class Layout {
public:
    Layout(const NeighborGraph &graph, const Matrix &start, const UmapLayout &settings)
        : settings_(settings), forces_(fitUmapCurve(settings.smallestDistance)),
          schedule_(graph, settings.epochs), places_(placesIn(start, startBox)),
          moved_(static_cast<size_t>(graph.points() / roundsPerEpoch + 1))
    {
    }

    void runEpoch(int64_t epoch)
    {
        const float rate = 1 - static_cast<float>(epoch) / static_cast<float>(settings_.epochs);
        for (int64_t round = 0; round < roundsPerEpoch; ++round) {
            // The points of a round: every sixteenth.
            const int64_t points =
                (std::ssize(places_) - round + roundsPerEpoch - 1) / roundsPerEpoch;
            at::parallel_for(0, points, fewestPointsPerThread, [&](int64_t begin, int64_t end) {
                Others others(schedule_.mostOfPoint());
                for (int64_t k = begin; k < end; ++k)
                    moved_[k] = movedPoint(round + k * roundsPerEpoch, epoch, rate, others);
            });
            for (int64_t k = 0; k < points; ++k)
                places_[round + k * roundsPerEpoch] = moved_[k];
        }
    }

    Matrix places(int64_t dimensions) const { return matrixOfPlaces(places_, dimensions); }

private:
    // Of one point: where its edges lead, and what pulls and pushes it.
    struct Others {
        explicit Others(int64_t edges)
            : targets(static_cast<size_t>(edges + 1)),
              places(static_cast<size_t>(edges) * UmapForces::perEdge + UmapForces::lanes)
        {
        }
        std::vector<int32_t> targets;
        std::vector<const PointPlace *> places;
    };

    PointPlace movedPoint(int64_t point, int64_t epoch, float rate, Others &others)
    {
        PointPlace place = places_[point];
        PointRandom random(settings_.seed, epoch, point);
        const int64_t edges = schedule_.due(point, epoch, others.targets.data());
        const PointPlace **end = others.places.data();
        for (int64_t edge = 0; edge < edges; ++edge) {
            *end++ = &places_[others.targets[edge]];
            for (size_t i = 0; i < UmapForces::pushing; ++i) {
                const int64_t index = random.below(std::ssize(places_));
                *end++ = index == point ? &place : &places_[index];
            }
        }
        while ((end - others.places.data()) % UmapForces::lanes != 0)
            *end++ = &place;
        forces_.move(place, {others.places.data(), end}, rate);
        return place;
    }

    UmapLayout settings_;
    UmapForces forces_;
    EdgeSchedule schedule_;
    std::vector<PointPlace> places_;
    std::vector<PointPlace> moved_;
};

} // namespace

UmapCurve fitUmapCurve(double smallestDistance)
{
    constexpr int samples = 300;
    constexpr double farthest = 3;
    UmapCurve curve;
    double damping = 1e-3;
    // Sum of squared errors, and the normal equations of a small step from there.
    struct Fit {
        double error = 0;
        std::array<double, 2> gradient{};
        std::array<double, 3> squares{};
    };
    const auto fitAt = [&](UmapCurve at) {
        Fit fit;
        for (int i = 1; i < samples; ++i) {
            const double d = farthest * i / (samples - 1);
            const double wanted = d < smallestDistance ? 1 : std::exp(smallestDistance - d);
            const double power = std::pow(d, 2 * at.b);
            const double value = 1 / (1 + at.a * power);
            const double byA = -value * value * power;
            const double byB = byA * at.a * 2 * std::log(d);
            const double miss = value - wanted;
            fit.error += miss * miss;
            fit.gradient[0] += byA * miss;
            fit.gradient[1] += byB * miss;
            fit.squares[0] += byA * byA;
            fit.squares[1] += byA * byB;
            fit.squares[2] += byB * byB;
        }
        return fit;
    };
    Fit fit = fitAt(curve);
    for (int round = 0; round < 200; ++round) {
        const double aa = fit.squares[0] * (1 + damping);
        const double bb = fit.squares[2] * (1 + damping);
        const double determinant = aa * bb - fit.squares[1] * fit.squares[1];
        const UmapCurve next{
            .a = curve.a - (bb * fit.gradient[0] - fit.squares[1] * fit.gradient[1]) / determinant,
            .b = curve.b - (aa * fit.gradient[1] - fit.squares[1] * fit.gradient[0]) / determinant};
        const Fit nextFit = next.a > 0 && next.b > 0 ? fitAt(next) : Fit{.error = fit.error + 1};
        if (nextFit.error < fit.error) {
            curve = next;
            fit = nextFit;
            damping /= 5;
        } else {
            damping *= 5;
        }
    }
    return curve;
}

int64_t defaultUmapEpochs(int64_t points)
{
    return points <= 10'000 ? 500 : 200;
}

Matrix layOutUmap(const NeighborGraph &graph, const Matrix &start, const UmapLayout &settings,
                  Progress &progress, const std::stop_token &stop)
{
    Layout layout(graph, start, settings);
    for (int64_t epoch = 0; epoch < settings.epochs; ++epoch) {
        throwIfStopped(stop);
        layout.runEpoch(epoch);
        progress.update(epoch + 1, settings.epochs, "laying out points");
    }
    return layout.places(start.columns());
}

} // namespace helicase
