#include "core/neural/cluster/kmedoid.h"

#include "core/base/error.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>
#include <map>

namespace helicase {

namespace {

constexpr int64_t unbinned = -1;
constexpr double spentWeight = -100; // the published mark of a row that can seed no bin any more
constexpr int refinements = 3;
constexpr int64_t similaritiesPerBlock = int64_t{1} << 22;

class MedoidBinning {
public:
    MedoidBinning(const Matrix &vectors, float threshold)
        : rows_(viewOf(vectors)), threshold_(threshold),
          bins_(static_cast<size_t>(vectors.rows()), unbinned),
          weights_(torch::zeros({vectors.rows()}, torch::kFloat64))
    {
        addSimilarities(torch::arange(vectors.rows()), 1);
    }

    bool finished() const { return std::ranges::find(bins_, unbinned) == bins_.end(); }

    // An empty bin changes nothing but the weight of its seed.
    void makeBin(int64_t number)
    {
        const int64_t seed = weights_.argmax().item<int64_t>();
        weights_[seed] = spentWeight;
        torch::Tensor medoid = rows_[seed];
        torch::Tensor members;
        for (int round = 0; round < refinements; ++round) {
            members = freeRowsNear(medoid);
            if (members.size(0) == 0)
                return;
            medoid = rows_.index_select(0, members).to(torch::kFloat64).mean(0).to(torch::kFloat32);
        }
        const auto indices = members.accessor<int64_t, 1>();
        for (int64_t i = 0; i < members.size(0); ++i)
            bins_[static_cast<size_t>(indices[i])] = number;
        addSimilarities(members, -1);
        weights_.index_fill_(0, members, spentWeight);
    }

    std::vector<int64_t> takeBins() { return std::move(bins_); }

private:
    torch::Tensor freeRowsNear(const torch::Tensor &medoid) const
    {
        const torch::Tensor near = rows_.mv(medoid) >= threshold_;
        const torch::Tensor bins =
            torch::from_blob(const_cast<int64_t *>(bins_.data()),
                             {static_cast<int64_t>(bins_.size())}, torch::kInt64);
        return near.logical_and(bins == unbinned).nonzero().squeeze(1);
    }

    // Adds sign times the similarity to each of the given rows that reaches the threshold.
    void addSimilarities(const torch::Tensor &others, double sign)
    {
        const int64_t step = std::max<int64_t>(1, similaritiesPerBlock / rows_.size(0));
        for (int64_t begin = 0; begin < others.size(0); begin += step) {
            const int64_t count = std::min(step, others.size(0) - begin);
            torch::Tensor similarity =
                rows_.mm(rows_.index_select(0, others.narrow(0, begin, count)).t());
            similarity.masked_fill_(similarity < threshold_, 0);
            weights_.add_(similarity.sum(1, false, torch::kFloat64), sign);
        }
    }

    torch::Tensor rows_;
    float threshold_;
    std::vector<int64_t> bins_;
    torch::Tensor weights_; // double: sum of similarities that reach the threshold
};

void dissolveSmallBins(std::vector<int64_t> &bins, int64_t smallest)
{
    std::map<int64_t, int64_t> sizes;
    for (const int64_t bin : bins)
        ++sizes[bin];
    for (int64_t &bin : bins)
        if (sizes[bin] < smallest)
            bin = unbinned;
}

} // namespace

std::vector<int64_t> binByMedoids(const Matrix &vectors, const BinningSettings &settings,
                                  std::stop_token stop)
{
    if (vectors.rows() == 0)
        return {};
    const torch::NoGradGuard noGradients;
    MedoidBinning binning(vectors, static_cast<float>(settings.threshold));
    for (int64_t round = 1; round <= settings.maximumRounds && !binning.finished(); ++round) {
        throwIfStopped(stop);
        binning.makeBin(round);
    }
    std::vector<int64_t> bins = binning.takeBins();
    dissolveSmallBins(bins, settings.smallestBin);
    return bins;
}

std::vector<double> classSimilarityDeciles(const Matrix &vectors,
                                           std::span<const std::string> labels)
{
    if (labels.empty() || static_cast<int64_t>(labels.size()) != vectors.rows())
        throw Error("a binning threshold needs one label for each of at least one vector");
    std::map<std::string, std::vector<int64_t>> classes;
    for (size_t i = 0; i < labels.size(); ++i)
        classes[labels[i]].push_back(static_cast<int64_t>(i));
    std::vector<double> similarities;
    similarities.reserve(labels.size());
    std::vector<double> mean(static_cast<size_t>(vectors.columns()));
    for (const auto &[label, members] : classes) {
        std::ranges::fill(mean, 0.0);
        for (const int64_t i : members)
            for (size_t j = 0; j < mean.size(); ++j)
                mean[j] +=
                    vectors(i, static_cast<int64_t>(j)) / static_cast<double>(members.size());
        for (const int64_t i : members) {
            double product = 0;
            for (size_t j = 0; j < mean.size(); ++j)
                product += mean[j] * vectors(i, static_cast<int64_t>(j));
            similarities.push_back(product);
        }
    }
    std::ranges::sort(similarities);
    std::vector<double> deciles;
    for (int tenths = 1; tenths <= 9; ++tenths) {
        // In floating point, as published: 0.7 x 90 falls just short of 63.
        const double share = tenths / 10.0;
        deciles.push_back(
            similarities[static_cast<size_t>(share * static_cast<double>(similarities.size()))]);
    }
    return deciles;
}

double binningThreshold(const Matrix &vectors, std::span<const std::string> labels)
{
    return classSimilarityDeciles(vectors, labels)[6];
}

} // namespace helicase
