#include "core/tokenizer/training/pair_merger.h"

#include "core/base/parallel.h"

#include <algorithm>

namespace helicase {

namespace {

// The numbers of pairs of single characters: by a square table while these are few.
class CharacterPairs {
public:
    explicit CharacterPairs(size_t symbols) : symbols_(symbols)
    {
        constexpr size_t smallAlphabet = 512;
        if (symbols <= smallAlphabet)
            square_.assign(symbols * symbols, PairTable::none);
    }
    SymbolPair &at(TokenId left, TokenId right)
    {
        if (square_.empty())
            return pairs_[pairs_.findOrAdd(left, right)];
        auto &known = square_[static_cast<size_t>(left) * symbols_ + static_cast<size_t>(right)];
        if (known == PairTable::none)
            known = pairs_.findOrAdd(left, right);
        return pairs_[known];
    }
    std::span<SymbolPair> all() { return pairs_.all(); }

private:
    size_t symbols_;
    PairTable pairs_;
    std::vector<PairTable::Index> square_;
};

} // namespace

PairMerger::PairMerger(SymbolCorpus corpus, const Limits &limits)
    : corpus_(std::move(corpus)), limits_(limits), pairs_(limits.leastCount),
      shares_(static_cast<size_t>(std::max(1, limits.threads)))
{
    countInitialPairs();
}

void PairMerger::countInitialPairs()
{
    CharacterPairs found(corpus_.symbolCount());
    corpus_.forEachNeighbours([&](TokenId left, TokenId right, int32_t, int64_t count) {
        SymbolPair &pair = found.at(left, right);
        ++pair.positionCount;
        pair.count += count;
    });
    for (SymbolPair &pair : found.all())
        pair.positions = store_.take(pair.positionCount);
    corpus_.forEachNeighbours([&](TokenId left, TokenId right, int32_t position, int64_t) {
        *found.at(left, right).positions++ = position;
    });
    for (const SymbolPair &pair : found.all())
        pairs_.setDue(pairs_.add(pair.left, pair.right, pair.count),
                      {pair.positions - pair.positionCount, pair.positionCount});
}

// All places of a pair arise in one merge: what a token is made of was merged alike wherever it
// stands, so that no two pairs make the same token and each pair's positions are one list.
void PairMerger::merge(const DuePair &due, const MergeRule &rule)
{
    corpus_.addResult(rule);
    const Positions positions = pairs_.positionsOf(due);
    const std::span<Share> shares = join(positions, rule);
    store_.giveBack(positions);
    uint32_t size = 0;
    layOut(shares, &Share::before, before_, size);
    layOut(shares, &Share::after, after_, size);
    int32_t *block = store_.take(size);
    runInParallel(shares.size(), [&](size_t i) { scatter(shares[i], block); });
    updateCounts(rule, block);
}

std::span<PairMerger::Share> PairMerger::join(std::span<const int32_t> positions,
                                              const MergeRule &rule)
{
    constexpr size_t worthAThread = size_t{1} << 15;
    const size_t count = std::clamp<size_t>(positions.size() / worthAThread, 1, shares_.size());
    std::vector<size_t> ends{0};
    for (size_t i = 1; i < count; ++i)
        ends.push_back(corpus_.separateAt(
            positions, std::max(ends.back(), positions.size() * i / count), rule));
    ends.push_back(positions.size());
    runInParallel(count, [&](size_t i) {
        Share &share = shares_[i];
        share.joints.clear();
        corpus_.join(positions.subspan(ends[i], ends[i + 1] - ends[i]), rule, share.joints);
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

void PairMerger::updateCounts(const MergeRule &rule, int32_t *block)
{
    for (const TokenId symbol : before_.symbols()) {
        pairs_.prefetch(symbol, rule.result);
        pairs_.prefetch(symbol, rule.left);
    }
    for (const TokenId symbol : after_.symbols()) {
        pairs_.prefetch(rule.result, symbol);
        pairs_.prefetch(rule.right, symbol);
    }
    const std::vector<Risen> risen = countRisen(rule.result, block);
    for (const TokenId symbol : before_.symbols())
        pairs_.lower(symbol, rule.left, before_[symbol].count);
    for (const TokenId symbol : after_.symbols())
        pairs_.lower(rule.right, symbol, after_[symbol].count);
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
