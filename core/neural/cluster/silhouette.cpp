#include "core/neural/cluster/silhouette.h"

#include "core/base/error.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>
#include <limits>
#include <map>

namespace helicase {

namespace {

constexpr int64_t pairsPerBlock = int64_t{1} << 22;

// Labels as numbers from 0, and the size of each group.
struct Groups {
    std::vector<int64_t> of;
    std::vector<double> sizes;
};

Groups groupsOf(std::span<const int64_t> labels)
{
    std::map<int64_t, int64_t> numbers;
    Groups groups;
    for (const int64_t label : labels) {
        const auto [entry, isNew] = numbers.emplace(label, std::ssize(numbers));
        if (isNew)
            groups.sizes.push_back(0);
        groups.of.push_back(entry->second);
        ++groups.sizes[static_cast<size_t>(entry->second)];
    }
    return groups;
}

// From the sums of the distances of a row to all members of each group.
double valueOf(const double *sums, size_t own, const std::vector<double> &sizes)
{
    if (sizes[own] == 1)
        return 0;
    const double within = sums[own] / (sizes[own] - 1);
    double nearest = std::numeric_limits<double>::infinity();
    for (size_t group = 0; group < sizes.size(); ++group)
        if (group != own)
            nearest = std::min(nearest, sums[group] / sizes[group]);
    const double larger = std::max(within, nearest);
    return larger > 0 ? (nearest - within) / larger : 0;
}

} // namespace

std::vector<double> silhouette(const Matrix &vectors, std::span<const int64_t> labels)
{
    if (std::ssize(labels) != vectors.rows())
        throw Error("a silhouette needs a label per row");
    const Groups groups = groupsOf(labels);
    if (groups.sizes.size() < 2)
        throw Error("a silhouette needs at least two groups");
    const torch::NoGradGuard noGradients;
    const torch::Tensor rows = viewOf(vectors).to(torch::kFloat64);
    // Shifted by their mean, rows far from the origin keep their digits.
    const torch::Tensor centred = rows - rows.mean(0);
    const torch::Tensor squares = centred.square().sum(1);
    const torch::Tensor member =
        torch::one_hot(torch::tensor(groups.of), std::ssize(groups.sizes)).to(torch::kFloat64);
    const int64_t step = std::max<int64_t>(1, pairsPerBlock / vectors.rows());
    std::vector<double> values;
    for (int64_t begin = 0; begin < vectors.rows(); begin += step) {
        const int64_t end = std::min(begin + step, vectors.rows());
        torch::Tensor distances =
            torch::addmm(squares, centred.slice(0, begin, end), centred.t(), 1, -2);
        distances.add_(squares.slice(0, begin, end).unsqueeze(1)).clamp_min_(0).sqrt_();
        distances.diagonal(begin).zero_(); // of a row to itself, whatever rounding says
        const torch::Tensor sums = torch::mm(distances, member);
        for (int64_t i = begin; i < end; ++i)
            values.push_back(
                valueOf(sums.const_data_ptr<double>() + (i - begin) * std::ssize(groups.sizes),
                        static_cast<size_t>(groups.of[static_cast<size_t>(i)]), groups.sizes));
    }
    return values;
}

} // namespace helicase
