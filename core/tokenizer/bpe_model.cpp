#include "core/tokenizer/bpe_model.h"

#include "core/base/progress.h"
#include "core/tokenizer/character_model.h"
#include "core/tokenizer/characters.h"
#include "core/tokenizer/dna_bpe_model.h"

#include <queue>

namespace helicase {

namespace {

// A token in the making: a node of a doubly linked list in an array.
struct Symbol {
    TokenId id;
    int32_t begin;
    int32_t end;
    int32_t previous;
    int32_t next;
    bool isAlive = true;
};

struct Candidate {
    int32_t rank;
    int32_t left; // index of the left symbol
    TokenId result;
    bool operator>(const Candidate &other) const
    {
        return rank != other.rank ? rank > other.rank : left > other.left;
    }
};

std::vector<Symbol> symbolsOf(std::string_view word, const BpeRules &rules)
{
    std::vector<Symbol> symbols;
    symbols.reserve(word.size());
    bool previousIsUnknown = false;
    for (size_t i = 0; i < word.size();) {
        const auto bytes = static_cast<size_t>(decodeFirst(word.substr(i)).bytes);
        const auto known = rules.vocabulary.find(word.substr(i, bytes));
        const auto begin = static_cast<int32_t>(i);
        const auto end = static_cast<int32_t>(i + bytes);
        i += bytes;
        if (!known && rules.unknown == noToken)
            continue;
        if (!known && previousIsUnknown && rules.fuseUnknown) {
            symbols.back().end = end;
            continue;
        }
        const auto index = static_cast<int32_t>(symbols.size());
        symbols.push_back({known.value_or(rules.unknown), begin, end, index - 1, index + 1});
        previousIsUnknown = !known;
    }
    if (!symbols.empty())
        symbols.back().next = -1;
    return symbols;
}

class WordMerger {
public:
    WordMerger(std::vector<Symbol> &symbols, const MergeTable &table)
        : symbols_(symbols), table_(table)
    {
    }

    void mergeAll(const std::stop_token &stop)
    {
        for (int32_t i = 0; i + 1 < static_cast<int32_t>(symbols_.size()); ++i)
            consider(i);
        while (!candidates_.empty()) {
            throwIfStopped(stop);
            const Candidate best = candidates_.top();
            candidates_.pop();
            if (isCurrent(best))
                join(best);
        }
    }

private:
    Symbol &at(int32_t index) { return symbols_[static_cast<size_t>(index)]; }

    void consider(int32_t left)
    {
        if (left < 0 || at(left).next < 0)
            return;
        const Merge merge = table_.find(at(left).id, at(at(left).next).id);
        if (merge.rank != Merge::none)
            candidates_.push({merge.rank, left, merge.result});
    }

    // Entries are not removed when their symbols change; an old one is recognised by its result.
    bool isCurrent(const Candidate &candidate)
    {
        const Symbol &left = at(candidate.left);
        return left.isAlive && left.next >= 0 &&
               table_.find(left.id, at(left.next).id).result == candidate.result;
    }

    void join(const Candidate &candidate)
    {
        Symbol &left = at(candidate.left);
        Symbol &right = at(left.next);
        right.isAlive = false;
        left.id = candidate.result;
        left.end = right.end;
        left.next = right.next;
        if (left.next >= 0)
            at(left.next).previous = candidate.left;
        consider(left.previous);
        consider(candidate.left);
    }

    std::vector<Symbol> &symbols_;
    const MergeTable &table_;
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> candidates_;
};

} // namespace

BpeModel::BpeModel(std::shared_ptr<const BpeRules> rules)
    : rules_(std::move(rules)), table_(rules_->merges)
{
}

void BpeModel::appendWord(std::string_view text, WordRange word, TokenSink &sink) const
{
    const std::string_view letters = text.substr(word.begin, word.end - word.begin);
    if (rules_->ignoreMerges) {
        if (const auto whole = rules_->vocabulary.find(letters)) {
            sink.add(*whole, word.begin, word.end);
            return;
        }
    }
    std::vector<Symbol> symbols = symbolsOf(letters, *rules_);
    WordMerger(symbols, table_).mergeAll(sink.stop);
    for (const Symbol &symbol : symbols)
        if (symbol.isAlive)
            sink.add(symbol.id, word.begin + static_cast<size_t>(symbol.begin),
                     word.begin + static_cast<size_t>(symbol.end));
}

void BpeModel::append(std::string_view text, TokenSink &sink) const
{
    for (const WordRange &word : wordsOf(text, rules_->preTokenizer))
        appendWord(text, word, sink);
}

std::unique_ptr<SubwordModel> makeBpeModel(std::shared_ptr<const BpeRules> rules)
{
    if (auto characters = CharacterModel::makeIfSuitable(rules))
        return characters;
    if (auto dna = DnaBpeModel::makeIfSuitable(rules))
        return dna;
    return std::make_unique<BpeModel>(std::move(rules));
}

} // namespace helicase
