#include "core/tokenizer/pair_merger.h"

#include "core/base/parallel.h"

#include <algorithm>

namespace helicase {

namespace {

// Calls use(pair, position, count of the word) wherever two symbols are neighbours.
template <typename Use>
void forEachNeighbours(const SymbolCorpus &corpus, PairTable &pairs, const Use &use)
{
    constexpr size_t smallAlphabet = 512; // few enough for a square table beside the hash table
    const size_t symbols = corpus.symbolCount();
    std::vector<PairTable::Index> square(symbols <= smallAlphabet ? symbols * symbols : 0,
                                         PairTable::none);
    const auto indexOf = [&](TokenId left, TokenId right) {
        if (square.empty())
            return pairs.findOrAdd(left, right);
        auto &known = square[static_cast<size_t>(left) * symbols + static_cast<size_t>(right)];
        if (known == PairTable::none)
            known = pairs.findOrAdd(left, right);
        return known;
    };
    const std::span<const TokenId> places = corpus.places();
    const std::span<const WordRun> runs = corpus.runs();
    for (size_t run = 0; run < runs.size(); ++run) {
        const size_t end =
            run + 1 < runs.size() ? static_cast<size_t>(runs[run + 1].begin) : places.size();
        for (auto i = static_cast<size_t>(runs[run].begin); i + 1 < end; ++i)
            if (places[i] != noToken && places[i + 1] != noToken)
                use(pairs[indexOf(places[i], places[i + 1])], static_cast<int32_t>(i),
                    runs[run].count);
    }
}

} // namespace

PairMerger::PairMerger(SymbolCorpus corpus, const Limits &limits)
    : corpus_(std::move(corpus)), limits_(limits), pairs_(limits.leastCount),
      shares_(static_cast<size_t>(std::max(1, limits.threads)))
{
    countInitialPairs();
}

void PairMerger::countInitialPairs()
{
    PairTable found;
    forEachNeighbours(corpus_, found, [](SymbolPair &pair, int32_t, int64_t count) {
        ++pair.positionCount;
        pair.count += count;
    });
    for (SymbolPair &pair : found.all())
        pair.positions = store_.take(pair.positionCount);
    forEachNeighbours(corpus_, found, [](SymbolPair &pair, int32_t position, int64_t) {
        *pair.positions++ = position;
    });
    for (const SymbolPair &pair : found.all())
        pairs_.setDue(pairs_.add(pair.left, pair.right, pair.count),
                      {pair.positions - pair.positionCount, pair.positionCount});
}

// All places of a pair arise in one merge: what a token is made of was merged alike wherever it
// stands, so that no two pairs make the same token and each pair's positions are one list.
void PairMerger::merge(const DuePair &due, TokenId result)
{
    corpus_.addResult(due.left, due.right, result);
    const Positions positions = pairs_.positionsOf(due);
    const std::span<Share> shares = join(positions, due, result);
    store_.giveBack(positions);
    uint32_t size = 0;
    layOut(shares, &Share::before, before_, size);
    layOut(shares, &Share::after, after_, size);
    int32_t *block = store_.take(size);
    runInParallel(shares.size(), [&](size_t i) { scatter(shares[i], block); });
    updateCounts(due, result, block);
}

std::span<PairMerger::Share> PairMerger::join(std::span<const int32_t> positions,
                                              const DuePair &due, TokenId result)
{
    constexpr size_t worthAThread = size_t{1} << 15;
    const size_t count = std::clamp<size_t>(positions.size() / worthAThread, 1, shares_.size());
    std::vector<size_t> ends{0};
    for (size_t i = 1; i < count; ++i)
        ends.push_back(corpus_.separateAt(
            positions, std::max(ends.back(), positions.size() * i / count), due.left, due.right));
    ends.push_back(positions.size());
    runInParallel(count, [&](size_t i) {
        Share &share = shares_[i];
        share.joints.clear();
        corpus_.join(positions.subspan(ends[i], ends[i + 1] - ends[i]), due.left, due.right, result,
                     share.joints);
        tally(share);
    });
    return std::span(shares_).first(count);
}

void PairMerger::tally(Share &share)
{
    for (NeighbourTally *side : {&share.before, &share.after}) {
        side->clear();
        side->reserve(corpus_.symbolCount());
    }
    const std::span<const WordRun> runs = corpus_.runs();
    size_t run = 0;
    for (const Joint &joint : share.joints) {
        while (run + 1 < runs.size() && runs[run + 1].begin <= joint.position)
            ++run;
        if (joint.before != noToken)
            share.before.add(joint.before, runs[run].count, 1);
        if (joint.after != noToken)
            share.after.add(joint.after, runs[run].count, 1);
    }
}

// Sums up one side of all shares, and gives each neighbour room for its positions, in the order of
// the shares.
void PairMerger::layOut(std::span<Share> shares, NeighbourTally Share::*side, NeighbourTally &sum,
                        uint32_t &size)
{
    sum.clear();
    sum.reserve(corpus_.symbolCount());
    for (const Share &share : shares)
        sum.add(share.*side);
    for (const TokenId symbol : sum.symbols()) {
        sum[symbol].next = size;
        size += sum[symbol].joints;
    }
    for (Share &share : shares)
        for (const TokenId symbol : (share.*side).symbols()) {
            (share.*side)[symbol].next = sum[symbol].next;
            sum[symbol].next += (share.*side)[symbol].joints;
        }
}

void PairMerger::scatter(Share &share, int32_t *block) const
{
    for (const Joint &joint : share.joints) {
        if (joint.before != noToken)
            block[share.before[joint.before].next++] =
                joint.position - corpus_.length(joint.before);
        if (joint.after != noToken)
            block[share.after[joint.after].next++] = joint.position;
    }
}

void PairMerger::updateCounts(const DuePair &due, TokenId result, int32_t *block)
{
    for (const TokenId symbol : before_.symbols()) {
        pairs_.prefetch(symbol, result);
        pairs_.prefetch(symbol, due.left);
    }
    for (const TokenId symbol : after_.symbols()) {
        pairs_.prefetch(result, symbol);
        pairs_.prefetch(due.right, symbol);
    }
    const std::vector<Risen> risen = countRisen(result, block);
    for (const TokenId symbol : before_.symbols())
        pairs_.lower(symbol, due.left, before_[symbol].count);
    for (const TokenId symbol : after_.symbols())
        pairs_.lower(due.right, symbol, after_[symbol].count);
    for (const auto &[pair, positions] : risen)
        pairs_.setDue(pair, positions);
}

std::vector<PairMerger::Risen> PairMerger::countRisen(TokenId result, int32_t *block)
{
    std::vector<Risen> risen;
    const auto count = [&](TokenId left, TokenId right, const NeighbourTally::Entry &entry) {
        if (isCounted(left, right))
            risen.push_back({pairs_.add(left, right, entry.count),
                             {block + (entry.next - entry.joints), entry.joints}});
    };
    for (const TokenId symbol : before_.symbols())
        count(symbol, result, before_[symbol]);
    for (const TokenId symbol : after_.symbols())
        count(result, symbol, after_[symbol]);
    return risen;
}

bool PairMerger::isCounted(TokenId left, TokenId right) const
{
    return limits_.maximumLength == 0 ||
           corpus_.length(left) + corpus_.length(right) < limits_.maximumLength;
}

} // namespace helicase
