#include "core/neural/project/tsne.h"

#include "core/neural/project/point_places.h"
#include "core/neural/project/repulsion_tree.h"
#include "core/neural/project/work_shares.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double startDeviation = 1e-4;
constexpr float momentumWhileExaggerated = 0.5f;
constexpr float momentumAfterwards = 0.8f;
constexpr float smallestGain = 0.01f;
constexpr double smallestRate = 50;

std::vector<PointPlace> startPlaces(const Matrix &start)
{
    double mean = 0;
    for (int64_t i = 0; i < start.rows(); ++i)
        mean += start(i, 0) / static_cast<double>(start.rows());
    double variance = 0;
    for (int64_t i = 0; i < start.rows(); ++i)
        variance += (start(i, 0) - mean) * (start(i, 0) - mean) / static_cast<double>(start.rows());
    const double scale = variance > 0 ? startDeviation / std::sqrt(variance) : 1;
    std::vector<PointPlace> places(static_cast<size_t>(start.rows()));
    for (int64_t i = 0; i < start.rows(); ++i)
        for (int64_t k = 0; k < start.columns(); ++k)
            places[i][k] = static_cast<float>(scale * start(i, k));
    return places;
}

class Descent {
public:
    Descent(const NeighborGraph &similarities, const Matrix &start, const TsneLayout &settings)
        : graph_(similarities), settings_(settings), dimensions_(start.columns()),
          rate_(static_cast<float>(std::max(smallestRate, static_cast<double>(start.rows()) /
                                                              settings.exaggeration / 4))),
          places_(startPlaces(start)), speeds_(places_.size()), gains_(places_.size()),
          attractions_(places_.size()), repulsions_(places_.size())
    {
        for (PointPlace &gain : gains_)
            gain.fill(1);
    }

    void step(int64_t epoch)
    {
        const bool isExaggerated = epoch < settings_.epochs / 4;
        const RepulsionTree tree(places_, dimensions_);
        at::parallel_for(0, graph_.points(), fewestPointsPerThread,
                         [&](int64_t begin, int64_t end) {
                             for (int64_t i = begin; i < end; ++i) {
                                 attractions_[i] = attractionOn(i);
                                 repulsions_[i] = tree.on(i);
                             }
                         });
        double strength = 0;
        for (const Repulsion &repulsion : repulsions_)
            strength += repulsion.strength;
        const auto attraction = static_cast<float>(isExaggerated ? settings_.exaggeration : 1);
        const float momentum = isExaggerated ? momentumWhileExaggerated : momentumAfterwards;
        for (size_t i = 0; i < places_.size(); ++i)
            for (int64_t k = 0; k < dimensions_; ++k)
                move(i, static_cast<size_t>(k),
                     4 * (attraction * attractions_[i][k] -
                          static_cast<float>(repulsions_[i].force[k] / strength)),
                     momentum);
    }

    Matrix places() const { return matrixOfPlaces(places_, dimensions_); }

private:
    // Sum of p q (y - y').
    PointPlace attractionOn(int64_t point) const
    {
        PointPlace force{};
        const PointPlace place = places_[point];
        for (int64_t edge = graph_.offsets[point]; edge < graph_.offsets[point + 1]; ++edge) {
            const PointPlace &other = places_[graph_.targets[edge]];
            const float weight = graph_.weights[edge] / (1 + squaredDistance(place, other));
            for (size_t k = 0; k < force.size(); ++k)
                force[k] += weight * (place[k] - other[k]);
        }
        return force;
    }

    // Gains grow while a coordinate keeps its direction and shrink when it turns (Jacobs 1988).
    void move(size_t point, size_t axis, float gradient, float momentum)
    {
        float &gain = gains_[point][axis];
        float &speed = speeds_[point][axis];
        gain = (gradient > 0) == (speed > 0) ? gain * 0.8f : gain + 0.2f;
        gain = std::max(gain, smallestGain);
        speed = momentum * speed - rate_ * gain * gradient;
        places_[point][axis] += speed;
    }

    const NeighborGraph &graph_;
    TsneLayout settings_;
    int64_t dimensions_;
    float rate_;
    std::vector<PointPlace> places_;
    std::vector<PointPlace> speeds_;
    std::vector<PointPlace> gains_;
    std::vector<PointPlace> attractions_;
    std::vector<Repulsion> repulsions_;
};

} // namespace

Matrix layOutTsne(const NeighborGraph &similarities, const Matrix &start,
                  const TsneLayout &settings, Progress &progress, const std::stop_token &stop)
{
    Descent descent(similarities, start, settings);
    for (int64_t epoch = 0; epoch < settings.epochs; ++epoch) {
        throwIfStopped(stop);
        descent.step(epoch);
        progress.update(epoch + 1, settings.epochs, "laying out points");
    }
    return descent.places();
}

} // namespace helicase
