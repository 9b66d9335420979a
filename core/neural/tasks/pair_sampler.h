// Which pairs make up the next contrastive micro-batch. One thread at a time.
#pragma once

#include "core/neural/train/shuffled_queue.h"

#include <optional>
#include <span>
#include <string>

namespace helicase {

enum class LastBatch {
    Filled, // it reaches into the next epoch, so that all batches have the same size
    Short   // what is left of the epoch; a single pair, which has no negatives, is left out
};

class PairSampler {
public:
    // Any pairs together: every pair is drawn once per epoch. Throws Error for fewer than two.
    static PairSampler anyPairs(int64_t pairs, int64_t pairsPerBatch, uint64_t seed,
                                const std::string &stream, LastBatch last = LastBatch::Filled);
    // At most one pair per species: the species of a micro-batch are drawn uniformly without
    // repetition, each species goes through its own pairs in shuffled order. Batches are as large
    // as the number of species allows. species: one label per pair. Throws Error when there are
    // fewer than two.
    static PairSampler distinctSpecies(std::span<const std::string> species, int64_t pairsPerBatch,
                                       uint64_t seed, const std::string &stream);

    // Row numbers of pairs.
    std::vector<int64_t> next();
    int64_t pairsPerBatch() const { return pairsPerBatch_; }
    // Whether an epoch with a short last batch is over, so that a step should not go on.
    bool isBetweenEpochs() const;
    // Pairs drawn so far divided by the number of pairs.
    double epoch() const;

    nlohmann::json state() const;
    // Throws nlohmann::json::exception or Error when it is the state of another sampler.
    void restore(const nlohmann::json &state);

private:
    PairSampler(std::vector<ShuffledQueue> queues, int64_t pairsPerBatch, RandomStream random,
                LastBatch last);
    std::vector<int64_t> nextOfAny();

    std::vector<ShuffledQueue> queues_; // one for all pairs, or one per species
    int64_t pairsPerBatch_;
    RandomStream random_; // draws the species
    LastBatch last_;
    int64_t drawn_ = 0;
};

} // namespace helicase
