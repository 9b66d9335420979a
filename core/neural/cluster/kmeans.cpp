#include "core/neural/cluster/kmeans.h"

#include "core/base/error.h"
#include "core/base/numpy_random.h"
#include "core/neural/cluster/nearest_centres.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>
#include <numeric>

namespace helicase {

namespace {

// The rows shifted by their mean: nearby points far from the origin keep their digits.
class Problem {
public:
    explicit Problem(const Matrix &vectors) : rows_(vectors), mean_(vectors.columns(), 0.0)
    {
        for (int64_t i = 0; i < rows_.rows(); ++i)
            for (int64_t j = 0; j < rows_.columns(); ++j)
                mean_[j] += rows_(i, j);
        for (double &value : mean_)
            value /= static_cast<double>(rows_.rows());
        double squares = 0;
        for (int64_t i = 0; i < rows_.rows(); ++i) {
            double square = 0;
            for (int64_t j = 0; j < rows_.columns(); ++j) {
                rows_(i, j) = static_cast<float>(rows_(i, j) - mean_[j]);
                square += static_cast<double>(rows_(i, j)) * rows_(i, j);
            }
            squares_.push_back(square);
            squares += square;
        }
        meanVariance_ = squares / static_cast<double>(rows_.rows() * rows_.columns());
    }
    const Matrix &rows() const { return rows_; }
    const std::vector<double> &squares() const { return squares_; }
    double meanVariance() const { return meanVariance_; }
    Matrix shifted(Matrix centres, double direction) const
    {
        for (int64_t i = 0; i < centres.rows(); ++i)
            for (int64_t j = 0; j < centres.columns(); ++j)
                centres(i, j) = static_cast<float>(centres(i, j) + direction * mean_[j]);
        return centres;
    }

private:
    Matrix rows_;
    std::vector<double> squares_; // of the length of each row
    std::vector<double> mean_;
    double meanVariance_ = 0;
};

double squaredDistance(std::span<const float> first, std::span<const float> second)
{
    double sum = 0;
    for (size_t j = 0; j < first.size(); ++j) {
        const double difference = static_cast<double>(first[j]) - second[j];
        sum += difference * difference;
    }
    return sum;
}

std::vector<double> distancesToOwnCentre(const Matrix &rows, const Matrix &centres,
                                         std::span<const int64_t> labels)
{
    std::vector<double> distances(labels.size());
    at::parallel_for(0, rows.rows(), 256, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i)
            distances[i] = squaredDistance(rows.row(i), centres.row(labels[i]));
    });
    return distances;
}

// Sums of the members of each cluster, with the number of members.
struct ClusterSums {
    int64_t columns = 0;
    std::vector<double> sums; // [clusters, columns]
    std::vector<int64_t> sizes;
    double *of(int64_t cluster) { return sums.data() + cluster * columns; }
};

ClusterSums noMembers(int64_t clusters, int64_t columns)
{
    return {.columns = columns,
            .sums = std::vector<double>(static_cast<size_t>(clusters * columns)),
            .sizes = std::vector<int64_t>(static_cast<size_t>(clusters))};
}

// The rows whose label changed go from cluster to cluster; before: empty for none so far. Threads
// share the columns, never the rows, so that the order of additions does not depend on them.
void moveMembers(ClusterSums &clusters, const Matrix &rows, std::span<const int64_t> before,
                 std::span<const int64_t> labels)
{
    std::vector<int64_t> moved;
    for (size_t i = 0; i < labels.size(); ++i) {
        if (!before.empty() && before[i] == labels[i])
            continue;
        moved.push_back(static_cast<int64_t>(i));
        ++clusters.sizes[labels[i]];
        if (!before.empty())
            --clusters.sizes[before[i]];
    }
    at::parallel_for(0, rows.columns(), 64, [&](int64_t begin, int64_t end) {
        for (const int64_t i : moved) {
            const float *row = rows.row(i).data();
            double *to = clusters.of(labels[i]);
            for (int64_t j = begin; j < end; ++j)
                to[j] += row[j];
            if (before.empty())
                continue;
            double *from = clusters.of(before[i]);
            for (int64_t j = begin; j < end; ++j)
                from[j] -= row[j];
        }
    });
}

// A cluster without members takes over the row that lies farthest from its centre.
void fillEmptyClusters(ClusterSums &clusters, const Matrix &rows, const Matrix &centres,
                       std::span<const int64_t> labels)
{
    std::vector<int64_t> empty;
    for (size_t cluster = 0; cluster < clusters.sizes.size(); ++cluster)
        if (clusters.sizes[cluster] == 0)
            empty.push_back(static_cast<int64_t>(cluster));
    if (empty.empty())
        return;
    const std::vector<double> distances = distancesToOwnCentre(rows, centres, labels);
    std::vector<int64_t> order(distances.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(empty.size()),
                              std::ranges::greater{}, [&](int64_t i) { return distances[i]; });
    if (distances[order[0]] == 0)
        return; // fewer distinct rows than clusters
    for (size_t k = 0; k < empty.size(); ++k) {
        const int64_t row = order[k];
        for (int64_t j = 0; j < rows.columns(); ++j) {
            clusters.of(empty[k])[j] = rows(row, j);
            clusters.of(labels[row])[j] -= rows(row, j);
        }
        clusters.sizes[empty[k]] = 1;
        --clusters.sizes[labels[row]];
    }
}

// A cluster that stayed empty goes where the largest one is.
Matrix meansOf(ClusterSums &clusters)
{
    const auto count = static_cast<int64_t>(clusters.sizes.size());
    const int64_t largest = std::ranges::max_element(clusters.sizes) - clusters.sizes.begin();
    Matrix centres(count, clusters.columns);
    for (int64_t cluster = 0; cluster < count; ++cluster) {
        const int64_t source = clusters.sizes[cluster] > 0 ? cluster : largest;
        for (int64_t j = 0; j < clusters.columns; ++j)
            centres(cluster, j) = static_cast<float>(clusters.of(source)[j] /
                                                     static_cast<double>(clusters.sizes[source]));
    }
    return centres;
}

double squaredShift(const Matrix &before, const Matrix &after)
{
    double sum = 0;
    for (int64_t i = 0; i < before.rows(); ++i)
        sum += squaredDistance(before.row(i), after.row(i));
    return sum;
}

// Stops when labels repeat or the centres hardly move; in the latter case, and when the rounds are
// used up, labels are brought in line with the last centres.
KMeansResult iterate(const Problem &problem, Matrix centres, const KMeansSettings &settings)
{
    const Matrix &rows = problem.rows();
    const double smallestShift = settings.tolerance * problem.meanVariance();
    NearestCentres nearest(rows, problem.squares());
    ClusterSums members = noMembers(centres.rows(), centres.columns());
    KMeansResult result;
    bool labelsRepeat = false;
    while (result.rounds < settings.maximumRounds && !labelsRepeat) {
        std::vector<int64_t> labels = nearest.assign(centres);
        moveMembers(members, rows, result.labels, labels);
        ClusterSums sums = members;
        fillEmptyClusters(sums, rows, centres, labels);
        Matrix moved = meansOf(sums);
        const double shift = squaredShift(centres, moved);
        centres = std::move(moved);
        labelsRepeat = labels == result.labels;
        result.labels = std::move(labels);
        ++result.rounds;
        if (!labelsRepeat && shift <= smallestShift)
            break;
    }
    if (!labelsRepeat)
        result.labels = nearest.assign(centres);
    const std::vector<double> distances = distancesToOwnCentre(rows, centres, result.labels);
    result.inertia = std::accumulate(distances.begin(), distances.end(), 0.0);
    result.centres = problem.shifted(std::move(centres), 1);
    return result;
}

Matrix drawRows(const Matrix &rows, int64_t count, NumpyRandom &random)
{
    Matrix drawn(count, rows.columns());
    int64_t next = 0;
    for (const int64_t row : random.choose(count, rows.rows()))
        std::ranges::copy(rows.row(row), drawn.row(next++).begin());
    return drawn;
}

} // namespace

KMeansResult kMeans(const Matrix &vectors, const KMeansSettings &settings, uint32_t seed)
{
    if (settings.clusters < 1 || vectors.rows() < settings.clusters)
        throw Error("cannot make " + std::to_string(settings.clusters) + " clusters of " +
                    std::to_string(vectors.rows()) + " vectors");
    const Problem problem(vectors);
    NumpyRandom random(seed);
    KMeansResult best;
    for (int64_t start = 0; start < settings.starts; ++start) {
        KMeansResult result =
            iterate(problem, drawRows(problem.rows(), settings.clusters, random), settings);
        if (start == 0 || result.inertia < best.inertia)
            best = std::move(result);
    }
    return best;
}

KMeansResult kMeansFrom(const Matrix &vectors, const Matrix &startCentres,
                        const KMeansSettings &settings)
{
    if (vectors.rows() < startCentres.rows() || startCentres.columns() != vectors.columns())
        throw Error("start centres do not fit the vectors");
    const Problem problem(vectors);
    return iterate(problem, problem.shifted(startCentres, -1), settings);
}

} // namespace helicase
