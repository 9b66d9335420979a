#include "core/neural/cluster/similarity_screen.h"

#include "core/base/progress.h"
#include "core/neural/cluster/pair_kernels.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr int64_t blockRows = 512;
constexpr int64_t sampledRows = 2048;
constexpr int64_t fewestRows = 1024; // fewer are compared in full: nothing is to be gained
constexpr int64_t fewestColumns = 48;
constexpr double restOfEnergy = 0.02; // what the basis may leave out, on average
constexpr float slack = 1e-4f;        // of bounds in single precision
constexpr int64_t sparseShare = 8;    // pairs are looked at one by one up to this part of a block

// The fewest main directions that hold nearly all of the rows; undefined when these are too many to
// save work. From a sample: a poor basis costs time, never a pair.
torch::Tensor mainDirections(const Matrix &rows)
{
    if (rows.rows() < fewestRows || rows.columns() < fewestColumns)
        return {};
    const int64_t step = std::max<int64_t>(1, rows.rows() / sampledRows);
    const torch::Tensor sample =
        viewOf(rows).index_select(0, torch::arange(0, rows.rows(), step)).to(torch::kFloat64);
    const auto [energies, vectors] = torch::linalg_eigh(sample.t().mm(sample));
    const torch::Tensor rest = 1 - energies.flip(0).cumsum(0) / energies.sum();
    const int64_t needed = (rest > restOfEnergy).sum().item<int64_t>() + 1;
    constexpr int64_t multiple = 16;
    const int64_t directions = (needed + multiple) / multiple * multiple - 1;
    if (directions > rows.columns() / 3)
        return {};
    return vectors.flip(1).narrow(1, 0, directions).to(torch::kFloat32).contiguous();
}

torch::Tensor indexTensor(std::span<const int64_t> indices)
{
    return torch::from_blob(const_cast<int64_t *>(indices.data()),
                            {static_cast<int64_t>(indices.size())}, torch::kInt64);
}

} // namespace

// Some rows with their short forms. begin: the number of the first of neighbouring rows.
struct SimilarityScreen::Block {
    torch::Tensor rows;
    torch::Tensor brief;
    int64_t begin = 0;

    int64_t size() const { return rows.size(0); }
    const float *row(int64_t i) const { return rows.const_data_ptr<float>() + i * rows.size(1); }
};

struct SimilarityScreen::Pair {
    int32_t first;
    int32_t second;
    float similarity;
};

SimilarityScreen::SimilarityScreen(const Matrix &unitRows, float threshold)
    : rows_(unitRows), threshold_(threshold), basis_(mainDirections(unitRows))
{
    if (!basis_.defined())
        return;
    short_ = torch::empty({count(), basis_.size(1) + 1});
    for (int64_t begin = 0; begin < count(); begin += sampledRows) {
        const int64_t end = std::min(count(), begin + sampledRows);
        short_.narrow(0, begin, end - begin).copy_(shortened(viewOfRows(rows_, begin, end)));
    }
}

torch::Tensor SimilarityScreen::shortened(const torch::Tensor &rows) const
{
    const torch::Tensor coordinates = rows.mm(basis_);
    const torch::Tensor rest =
        (rows.square().sum(1) - coordinates.square().sum(1)).clamp_min(0).sqrt();
    return torch::cat({coordinates, rest.unsqueeze(1)}, 1);
}

SimilarityScreen::Block SimilarityScreen::range(int64_t begin, int64_t end) const
{
    return {.rows = viewOfRows(rows_, begin, end),
            .brief = short_.defined() ? short_.narrow(0, begin, end - begin) : torch::Tensor(),
            .begin = begin};
}

void SimilarityScreen::findPairs(const Block &first, const Block &second,
                                 std::vector<Pair> &pairs) const
{
    pairs.clear();
    const int64_t most = first.size() * second.size() / sparseShare;
    if (!basis_.defined())
        return comparePairs(first, second, pairs);
    const torch::Tensor bounds = first.brief.mm(second.brief.t());
    const float *values = bounds.const_data_ptr<float>();
    std::vector<int32_t> places(static_cast<size_t>(second.size()));
    for (int64_t i = 0; i < first.size(); ++i) {
        const int64_t found = placesReaching(values + i * second.size(), second.size(),
                                             threshold_ - slack, places.data());
        for (int64_t k = 0; k < found; ++k)
            pairs.push_back({static_cast<int32_t>(i), places[static_cast<size_t>(k)], 0});
        if (std::ssize(pairs) > most)
            return comparePairs(first, second, pairs);
    }
    const int64_t width = rows_.columns();
    std::erase_if(pairs, [&](Pair &pair) {
        pair.similarity =
            static_cast<float>(dotProduct(first.row(pair.first), second.row(pair.second), width));
        return pair.similarity < threshold_;
    });
}

void SimilarityScreen::comparePairs(const Block &first, const Block &second,
                                    std::vector<Pair> &pairs) const
{
    pairs.clear();
    const torch::Tensor similarities = first.rows.mm(second.rows.t());
    const float *values = similarities.const_data_ptr<float>();
    std::vector<int32_t> places(static_cast<size_t>(second.size()));
    for (int64_t i = 0; i < first.size(); ++i, values += second.size()) {
        const int64_t found = placesReaching(values, second.size(), threshold_, places.data());
        for (int64_t k = 0; k < found; ++k) {
            const int32_t place = places[static_cast<size_t>(k)];
            pairs.push_back({static_cast<int32_t>(i), place, values[place]});
        }
    }
}

std::vector<double> SimilarityScreen::similaritySums(const std::stop_token &stop) const
{
    std::vector<double> sums(static_cast<size_t>(count()));
    std::vector<Pair> pairs;
    for (int64_t begin = 0; begin < count(); begin += blockRows) {
        throwIfStopped(stop);
        const Block first = range(begin, std::min(count(), begin + blockRows));
        // Similarity is symmetric: half of the blocks will do.
        for (int64_t other = begin; other < count(); other += blockRows) {
            const Block second = range(other, std::min(count(), other + blockRows));
            findPairs(first, second, pairs);
            for (const Pair &pair : pairs) {
                sums[static_cast<size_t>(begin + pair.first)] += pair.similarity;
                if (other != begin)
                    sums[static_cast<size_t>(other + pair.second)] += pair.similarity;
            }
        }
    }
    return sums;
}

void SimilarityScreen::subtractSimilarities(std::span<const int64_t> others,
                                            std::span<double> sums) const
{
    std::vector<Pair> pairs;
    for (size_t at = 0; at < others.size(); at += static_cast<size_t>(blockRows)) {
        const torch::Tensor index =
            indexTensor(others.subspan(at, std::min<size_t>(blockRows, others.size() - at)));
        const Block chosen{.rows = viewOf(rows_).index_select(0, index),
                           .brief =
                               short_.defined() ? short_.index_select(0, index) : torch::Tensor()};
        for (int64_t begin = 0; begin < count(); begin += blockRows) {
            findPairs(range(begin, std::min(count(), begin + blockRows)), chosen, pairs);
            for (const Pair &pair : pairs)
                sums[static_cast<size_t>(begin + pair.first)] -= pair.similarity;
        }
    }
}

std::vector<int64_t> SimilarityScreen::rowsReaching(std::span<const float> vector) const
{
    const torch::Tensor whole =
        torch::from_blob(const_cast<float *>(vector.data()),
                         {1, static_cast<int64_t>(vector.size())}, torch::kFloat32);
    const torch::Tensor bounds = basis_.defined() ? short_.mv(shortened(whole).squeeze(0))
                                                  : viewOf(rows_).mv(whole.squeeze(0));
    std::vector<int32_t> places(static_cast<size_t>(count()));
    const int64_t found =
        placesReaching(bounds.const_data_ptr<float>(), count(), threshold_ - slack, places.data());
    std::vector<int64_t> rows;
    for (const int64_t place : std::span(places).first(static_cast<size_t>(found)))
        if (static_cast<float>(
                dotProduct(rows_.row(place).data(), vector.data(), rows_.columns())) >= threshold_)
            rows.push_back(place);
    return rows;
}

} // namespace helicase
