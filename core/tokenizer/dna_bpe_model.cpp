#include "core/tokenizer/dna_bpe_model.h"

#include "core/tokenizer/characters.h"

#include <algorithm>
#include <cassert>

namespace helicase {

namespace {

constexpr std::string_view allBases = "ACGT";

bool isDna(const std::string &text)
{
    return leadingBases(text) == text.size();
}

bool mergesOnlyDna(const BpeRules &rules)
{
    return std::ranges::all_of(rules.merges, [&](const MergeRule &rule) {
        return isDna(*rules.vocabulary.token(rule.result));
    });
}

bool hasAllBases(const Vocabulary &vocabulary)
{
    return std::ranges::all_of(
        allBases, [&](const char &base) { return vocabulary.find({&base, 1}).has_value(); });
}

// DNA has more than four bases per token with the usual vocabularies.
template <typename T>
void makeRoomFor(std::string_view text, std::vector<T> &values)
{
    const size_t expected = values.size() + text.size() / 4;
    if (expected > values.capacity())
        values.reserve(std::max(expected, 2 * values.capacity()));
}

// Places that no encoding goes on from.
class DeadEnds {
public:
    explicit DeadEnds(size_t places) : words_(places / 64 + 1)
    {
        std::fill_n(words_.data(), places / 64 + 1, 0);
    }
    bool has(size_t place) const { return words_.data()[place / 64] >> place % 64 & 1; }
    void add(size_t place) { words_.data()[place / 64] |= uint64_t{1} << place % 64; }

private:
    ScratchArray<uint64_t, 64> words_;
};

} // namespace

std::unique_ptr<SubwordModel> DnaBpeModel::makeIfSuitable(std::shared_ptr<const BpeRules> rules)
{
    // Fused unknown letters and whole words as tokens depend on where words begin; here they do not
    // count.
    if (rules->ignoreMerges || rules->fuseUnknown || !hasAllBases(rules->vocabulary) ||
        !mergesOnlyDna(*rules))
        return nullptr;
    auto pairs = PairCompatibility::make(*rules);
    if (!pairs)
        return nullptr;
    return std::unique_ptr<SubwordModel>(new DnaBpeModel(std::move(rules), std::move(pairs)));
}

DnaBpeModel::DnaBpeModel(std::shared_ptr<const BpeRules> rules,
                         std::unique_ptr<PairCompatibility> pairs)
    : rules_(std::move(rules)), pairs_(std::move(pairs)), trie_(rules_->vocabulary.end())
{
    for (TokenId id = 0; id < rules_->vocabulary.end(); ++id) {
        const std::string *text = rules_->vocabulary.token(id);
        if (text && pairs_->isReachable(id) && isDna(*text))
            trie_.insert(id, *text);
    }
    trie_.finish();
    collectGuesses();
    for (size_t i = 0; i < asciiTokens_.size(); ++i) {
        const char letter = static_cast<char>(i);
        asciiTokens_[i] = otherToken({&letter, 1}, static_cast<char32_t>(i));
    }
}

void DnaBpeModel::collectGuesses()
{
    std::vector<TokenId> guesses(guessCount);
    std::vector<TokenId> ids;
    std::string bases(guessBases, 'A');
    for (size_t codes = 0; codes < guessCount; ++codes) {
        for (size_t i = 0; i < guessBases; ++i)
            bases[i] = PackedBases::baseOf(codes >> 2 * i & 3);
        ids.clear();
        appendRun(bases, ids);
        guesses[codes] = ids.front();
    }
    guesses_ = std::move(guesses);
}

TokenId DnaBpeModel::nextCandidate(const PackedBases &bases, size_t place, size_t left,
                                   TokenId tried) const
{
    const TokenId guess = guessAt(bases, place, left);
    const TokenId next =
        tried == guess ? trie_.longestAt(bases, place, left) : trie_.shapeOf(tried).shorter;
    return next == guess ? trie_.shapeOf(guess).shorter : next;
}

void DnaBpeModel::appendRun(std::string_view run, std::vector<TokenId> &ids) const
{
    const PackedBases bases(run);
    const size_t size = run.size();
    DeadEnds deadEnds(size);
    size_t place = 0;
    TokenId candidate = guessAt(bases, 0, size);
    for (;;) {
        const size_t end = place + static_cast<size_t>(trie_.shapeOf(candidate).length);
        if ((place == 0 || pairs_->areCompatible(ids.back(), candidate)) && !deadEnds.has(end)) {
            ids.push_back(candidate);
            place = end;
            if (place == size)
                return;
            candidate = guessAt(bases, place, size - place);
            continue;
        }
        candidate = nextCandidate(bases, place, size - place, candidate);
        while (candidate == noToken) {
            // The first token can always be shortened to one that fits, down to a single base, so
            // that there is a token to step back to.
            assert(place > 0);
            deadEnds.add(place);
            const TokenId last = ids.back();
            ids.pop_back();
            place -= static_cast<size_t>(trie_.shapeOf(last).length);
            candidate = nextCandidate(bases, place, size - place, last);
        }
    }
}

void DnaBpeModel::appendSpans(size_t begin, std::span<const TokenId> tokens,
                              std::vector<TokenSpan> &spans) const
{
    auto place = static_cast<int32_t>(begin);
    for (const TokenId token : tokens) {
        const int32_t end = place + trie_.shapeOf(token).length;
        spans.push_back({place, end});
        place = end;
    }
}

TokenId DnaBpeModel::otherToken(std::string_view character, char32_t value) const
{
    if (rules_->preTokenizer != PreTokenizer::None && isWhitespace(value))
        return noToken;
    return rules_->vocabulary.find(character).value_or(rules_->unknown);
}

void DnaBpeModel::append(std::string_view text, std::vector<TokenId> &ids,
                         std::vector<TokenSpan> *spans) const
{
    makeRoomFor(text, ids);
    if (spans)
        makeRoomFor(text, *spans);
    for (size_t place = 0; place < text.size();) {
        const size_t length = leadingBases(text.substr(place));
        if (length > 0) {
            const size_t first = ids.size();
            appendRun(text.substr(place, length), ids);
            if (spans)
                appendSpans(place, std::span(ids).subspan(first), *spans);
            place += length;
            continue;
        }
        const CodePoint c = decodeFirst(text.substr(place));
        const auto bytes = static_cast<size_t>(c.bytes);
        const TokenId token = c.value < asciiTokens_.size()
                                  ? asciiTokens_[c.value]
                                  : otherToken(text.substr(place, bytes), c.value);
        if (token != noToken) {
            ids.push_back(token);
            if (spans)
                spans->push_back({static_cast<int32_t>(place), static_cast<int32_t>(place + bytes)});
        }
        place += bytes;
    }
}

} // namespace helicase
