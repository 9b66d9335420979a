#include "core/neural/tasks/pair_sampler.h"

#include "core/base/error.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

namespace helicase {

PairSampler::PairSampler(std::vector<ShuffledQueue> queues, int64_t pairsPerBatch,
                         RandomStream random, LastBatch last)
    : queues_(std::move(queues)), pairsPerBatch_(pairsPerBatch), random_(std::move(random)),
      last_(last)
{
}

PairSampler PairSampler::anyPairs(int64_t pairs, int64_t pairsPerBatch, uint64_t seed,
                                  const std::string &stream, LastBatch last)
{
    if (pairs < 2)
        throw Error("contrastive training needs at least two pairs");
    std::vector<int64_t> rows(static_cast<size_t>(pairs));
    std::iota(rows.begin(), rows.end(), 0);
    std::vector<ShuffledQueue> queues;
    queues.emplace_back(std::move(rows), RandomStream(seed, stream + "/pairs"));
    return {std::move(queues), std::min(pairs, pairsPerBatch), RandomStream(seed, stream), last};
}

PairSampler PairSampler::distinctSpecies(std::span<const std::string> species,
                                         int64_t pairsPerBatch, uint64_t seed,
                                         const std::string &stream)
{
    std::map<std::string, std::vector<int64_t>> rows;
    for (size_t i = 0; i < species.size(); ++i)
        rows[species[i]].push_back(static_cast<int64_t>(i));
    if (rows.size() < 2)
        throw Error(
            "contrastive training with distinct species needs pairs of at least two species",
            "set batch.distinct_species to false to mix any pairs");
    const auto count = static_cast<int64_t>(rows.size());
    std::vector<ShuffledQueue> queues;
    for (auto &[name, own] : rows)
        queues.emplace_back(std::move(own), RandomStream(seed, stream + "/pairs/" + name));
    return {std::move(queues), std::min(count, pairsPerBatch), RandomStream(seed, stream),
            LastBatch::Filled};
}

std::vector<int64_t> PairSampler::nextOfAny()
{
    ShuffledQueue &queue = queues_.front();
    int64_t count = pairsPerBatch_;
    if (last_ == LastBatch::Short)
        count = std::min(count, queue.leftInEpoch());
    std::vector<int64_t> batch;
    for (int64_t i = 0; i < count; ++i)
        batch.push_back(queue.next());
    drawn_ += count;
    if (last_ == LastBatch::Short && queue.leftInEpoch() == 1) {
        queue.next();
        ++drawn_;
    }
    return batch;
}

bool PairSampler::isBetweenEpochs() const
{
    return last_ == LastBatch::Short && queues_.front().leftInEpoch() == queues_.front().size();
}

std::vector<int64_t> PairSampler::next()
{
    if (queues_.size() == 1)
        return nextOfAny();
    std::vector<int64_t> batch;
    drawn_ += pairsPerBatch_;
    // The beginning of a Fisher-Yates shuffle: as many distinct species as are needed.
    std::vector<size_t> species(queues_.size());
    std::iota(species.begin(), species.end(), size_t{0});
    for (size_t i = 0; i < static_cast<size_t>(pairsPerBatch_); ++i) {
        std::swap(species[i], species[i + random_.below(species.size() - i)]);
        batch.push_back(queues_[species[i]].next());
    }
    return batch;
}

double PairSampler::epoch() const
{
    int64_t pairs = 0;
    for (const ShuffledQueue &queue : queues_)
        pairs += queue.size();
    return static_cast<double>(drawn_) / static_cast<double>(pairs);
}

nlohmann::json PairSampler::state() const
{
    nlohmann::json queues = nlohmann::json::array();
    for (const ShuffledQueue &queue : queues_)
        queues.push_back(queue.state());
    return {{"drawn", drawn_}, {"random", random_.state()}, {"queues", std::move(queues)}};
}

void PairSampler::restore(const nlohmann::json &state)
{
    const nlohmann::json &queues = state.at("queues");
    if (queues.size() != queues_.size())
        throw Error("the sampler's saved state is of other data",
                    "resume with the data of the run");
    drawn_ = state.at("drawn");
    random_ = RandomStream::fromState(state.at("random").get<std::string>());
    for (size_t i = 0; i < queues_.size(); ++i)
        queues_[i].restore(queues[i]);
}

} // namespace helicase
