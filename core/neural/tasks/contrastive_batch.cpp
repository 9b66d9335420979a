#include "core/neural/tasks/contrastive_batch.h"

#include <algorithm>
#include <numeric>

namespace helicase {

std::shared_ptr<ContrastiveBatch> makeContrastiveBatch(std::vector<std::vector<TokenId>> sequences,
                                                       std::optional<PairMix> mix)
{
    auto batch = std::make_shared<ContrastiveBatch>();
    batch->starts.push_back(0);
    for (const auto &ids : sequences)
        batch->starts.push_back(batch->starts.back() + std::ssize(ids));
    batch->sequences = std::move(sequences);
    batch->mix = std::move(mix);
    return batch;
}

std::vector<ContrastivePart> ContrastivePart::halves() const
{
    if (pairs < 2)
        return {*this};
    ContrastivePart first = *this, second = *this;
    first.pairs = (pairs + 1) / 2;
    second.firstPair += first.pairs;
    second.pairs -= first.pairs;
    for (ContrastivePart *half : {&first, &second})
        half->share *= static_cast<double>(half->pairs) / static_cast<double>(pairs);
    return {first, second};
}

std::vector<ContrastivePart> partsOf(std::shared_ptr<ContrastiveBatch> batch, int64_t origin,
                                     int64_t pairsAtOnce, double share)
{
    const int64_t pairs = batch->pairs();
    const int64_t shard = batch->mix ? batch->mix->pairsPerShard : pairs;
    const int64_t most = pairsAtOnce > 0 ? std::min(pairsAtOnce, shard) : shard;
    std::vector<ContrastivePart> parts;
    for (int64_t first = 0; first < pairs;) {
        const int64_t endOfShard = std::min(pairs, (first / shard + 1) * shard);
        const int64_t count = std::min(most, endOfShard - first);
        parts.push_back({.batch = batch,
                         .origin = origin,
                         .firstPair = first,
                         .pairs = count,
                         .share = share * static_cast<double>(count) / static_cast<double>(pairs)});
        first += count;
    }
    return parts;
}

std::vector<int64_t> ownSequences(const ContrastivePart &part)
{
    std::vector<int64_t> numbers(static_cast<size_t>(2 * part.pairs));
    const auto middle = numbers.begin() + part.pairs;
    std::iota(numbers.begin(), middle, part.firstPair);
    std::iota(middle, numbers.end(), part.batch->pairs() + part.firstPair);
    return numbers;
}

namespace {

// Adds the sequences that are mixed into the part's own and are not there yet.
void addPartners(const ContrastivePart &part, std::vector<int64_t> &numbers,
                 PartSequences &sequences)
{
    const PairMix &mix = *part.batch->mix;
    sequences.layer = mix.layers[static_cast<size_t>(part.firstPair / mix.pairsPerShard)];
    std::vector<int64_t> places(part.batch->sequences.size(), -1);
    for (size_t i = 0; i < numbers.size(); ++i)
        places[static_cast<size_t>(numbers[i])] = static_cast<int64_t>(i);
    for (int64_t i = 0; i < part.pairs; ++i) {
        const auto pair = static_cast<size_t>(part.firstPair + i);
        int64_t &place = places[static_cast<size_t>(mix.partner[pair])];
        if (place < 0) {
            place = std::ssize(numbers);
            numbers.push_back(mix.partner[pair]);
        }
        sequences.partner.push_back(place);
        sequences.share.push_back(mix.share[pair]);
    }
    // Second views stay as they are.
    for (int64_t i = part.pairs; i < sequences.own; ++i) {
        sequences.partner.push_back(i);
        sequences.share.push_back(1);
    }
}

} // namespace

PartSequences sequencesOf(const ContrastivePart &part)
{
    const ContrastiveBatch &batch = *part.batch;
    std::vector<int64_t> numbers = ownSequences(part);
    PartSequences result{.own = std::ssize(numbers)};
    if (batch.mix)
        addPartners(part, numbers, result);
    std::vector<std::vector<TokenId>> chosen;
    std::vector<int64_t> rows;
    for (const int64_t number : numbers) {
        const auto &ids = chosen.emplace_back(batch.sequences[static_cast<size_t>(number)]);
        for (int64_t i = 0; i < std::ssize(ids); ++i)
            rows.push_back(batch.starts[static_cast<size_t>(number)] + i);
    }
    result.packed = pack(chosen);
    result.packed.rows = torch::tensor(rows);
    for (int64_t i = 0; i < result.own; ++i)
        result.tokens += std::ssize(chosen[static_cast<size_t>(i)]);
    return result;
}

} // namespace helicase
