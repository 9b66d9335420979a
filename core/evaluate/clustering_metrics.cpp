#include "core/evaluate/clustering_metrics.h"

#include "core/evaluate/contingency.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace helicase {

namespace {

double entropy(const std::vector<int64_t> &sums, int64_t items)
{
    if (sums.size() <= 1)
        return 0;
    double total = 0;
    for (const int64_t sum : sums) {
        const double share = static_cast<double>(sum) / static_cast<double>(items);
        total -= share * std::log(share);
    }
    return total;
}

double mutualInformation(const ContingencyTable &table)
{
    const auto items = static_cast<double>(table.items);
    double total = 0;
    for (const auto &cell : table.cells) {
        const auto count = static_cast<double>(cell.count);
        const auto rowSum = static_cast<double>(table.rowSums[static_cast<size_t>(cell.row)]);
        const auto columnSum =
            static_cast<double>(table.columnSums[static_cast<size_t>(cell.column)]);
        total += count / items * std::log(count * items / (rowSum * columnSum));
    }
    // Rounding must not make "no information" a little more or less than none.
    constexpr double rounding = 8 * std::numeric_limits<double>::epsilon();
    return total < rounding ? 0 : total;
}

long double pairsTwice(const std::vector<int64_t> &counts)
{
    long double total = 0;
    for (const int64_t count : counts)
        total += static_cast<long double>(count) * static_cast<long double>(count - 1);
    return total;
}

double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : 1;
}

} // namespace

double adjustedRand(const ContingencyTable &table)
{
    long double together = 0; // ordered pairs that share both class and cluster
    for (const auto &cell : table.cells)
        together += static_cast<long double>(cell.count) * static_cast<long double>(cell.count - 1);
    const long double sameClass = pairsTwice(table.rowSums);
    const long double sameCluster = pairsTwice(table.columnSums);
    if (together == sameClass && together == sameCluster)
        return 1;
    const auto items = static_cast<long double>(table.items);
    const long double expected = sameClass * sameCluster / (items * (items - 1));
    return static_cast<double>((together - expected) / ((sameClass + sameCluster) / 2 - expected));
}

ClusteringScores clusteringScores(std::span<const int64_t> truth,
                                  std::span<const int64_t> predicted)
{
    const ContingencyTable table = contingencyTable(truth, predicted);
    const double ofClasses = entropy(table.rowSums, table.items);
    const double ofClusters = entropy(table.columnSums, table.items);

    ClusteringScores scores;
    scores.adjustedRand = adjustedRand(table);
    scores.mutualInformation = mutualInformation(table);
    scores.homogeneity = ratio(scores.mutualInformation, ofClasses);
    scores.completeness = ratio(scores.mutualInformation, ofClusters);
    const double sum = scores.homogeneity + scores.completeness;
    scores.vMeasure = sum > 0 ? 2 * scores.homogeneity * scores.completeness / sum : 0;
    scores.normalisedMutualInformation =
        ratio(scores.mutualInformation, (ofClasses + ofClusters) / 2);
    return scores;
}

} // namespace helicase
