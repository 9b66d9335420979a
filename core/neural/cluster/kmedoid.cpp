#include "core/neural/cluster/kmedoid.h"

#include "core/base/error.h"
#include "core/neural/cluster/similarity_screen.h"

#include <algorithm>
#include <functional>
#include <map>

namespace helicase {

namespace {

constexpr int64_t unbinned = -1;
constexpr double spentWeight = -100; // the published mark of a row that can seed no bin any more
constexpr int refinements = 3;

class MedoidBinning {
public:
    MedoidBinning(const Matrix &vectors, float threshold, const std::stop_token &stop)
        : rows_(vectors), screen_(vectors, threshold),
          bins_(static_cast<size_t>(vectors.rows()), unbinned),
          weights_(screen_.similaritySums(stop))
    {
    }

    bool finished() const { return std::ranges::find(bins_, unbinned) == bins_.end(); }

    // An empty bin changes nothing but the weight of its seed.
    void makeBin(int64_t number)
    {
        const int64_t seed = std::ranges::max_element(weights_) - weights_.begin();
        weights_[static_cast<size_t>(seed)] = spentWeight;
        std::vector<float> medoid(rows_.row(seed).begin(), rows_.row(seed).end());
        std::vector<int64_t> members;
        for (int round = 0; round < refinements; ++round) {
            members = screen_.rowsReaching(medoid);
            std::erase_if(members,
                          [&](int64_t row) { return bins_[static_cast<size_t>(row)] != unbinned; });
            if (members.empty())
                return;
            medoid = meanOf(members);
        }
        for (const int64_t row : members)
            bins_[static_cast<size_t>(row)] = number;
        screen_.subtractSimilarities(members, weights_);
        for (const int64_t row : members)
            weights_[static_cast<size_t>(row)] = spentWeight;
    }

    std::vector<int64_t> takeBins() { return std::move(bins_); }

private:
    std::vector<float> meanOf(std::span<const int64_t> members) const
    {
        std::vector<double> sum(static_cast<size_t>(rows_.columns()));
        for (const int64_t row : members)
            std::ranges::transform(sum, rows_.row(row), sum.begin(), std::plus<double>());
        std::vector<float> mean;
        for (const double value : sum)
            mean.push_back(static_cast<float>(value / static_cast<double>(members.size())));
        return mean;
    }

    const Matrix &rows_;
    SimilarityScreen screen_;
    std::vector<int64_t> bins_;
    std::vector<double> weights_; // sums of similarities that reach the threshold
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
    MedoidBinning binning(vectors, static_cast<float>(settings.threshold), stop);
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
