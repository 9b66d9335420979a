#include "core/tokenizer/dna_bpe_model.h"

#include "core/tokenizer/characters.h"

#include <algorithm>
#include <cassert>

namespace helicase {

namespace {

constexpr std::string_view allBases = "ACGT";
constexpr TokenId mostIds = 65535; // of OpeningTokens
constexpr size_t longText = 3'000'000;
constexpr size_t basesBetweenStops = size_t{1} << 18;

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
    return std::ranges::all_of(allBases, [&](const char &base) {
        return vocabulary.find({&base, 1}).has_value();
    });
}

// DNA has more than four bases per token with the usual vocabularies. Room that stays empty costs
// nothing where it is much, moving many tokens would.
template <typename T>
void makeRoomFor(std::string_view text, std::vector<T> &values)
{
    const size_t expected = values.size() + text.size() / (text.size() < longText ? 4 : 2);
    if (expected > values.capacity())
        values.reserve(std::max(expected, 2 * values.capacity()));
}

// Places that no encoding goes on from.
class DeadEnds {
public:
    explicit DeadEnds(size_t largestPlace) : words_(largestPlace / 64 + 1) {}
    void clear(size_t largestPlace) { std::fill_n(words_.data(), largestPlace / 64 + 1, 0); }
    bool has(size_t place) const { return words_.data()[place / 64] >> place % 64 & 1; }
    void add(size_t place) { words_.data()[place / 64] |= uint64_t{1} << place % 64; }

private:
    ScratchArray<uint64_t, 64> words_;
};

} // namespace

// One for all runs of a text.
struct DnaBpeModel::Workspace {
    explicit Workspace(size_t longestRun) : bases(longestRun), deadEnds(longestRun) {}
    PackedBases bases;
    DeadEnds deadEnds;
};

std::unique_ptr<SubwordModel> DnaBpeModel::makeIfSuitable(std::shared_ptr<const BpeRules> rules)
{
    // Fused unknown letters and whole words as tokens depend on where words begin; here they do not
    // count.
    if (rules->ignoreMerges || rules->fuseUnknown || rules->vocabulary.end() > mostIds ||
        !hasAllBases(rules->vocabulary) || !mergesOnlyDna(*rules))
        return nullptr;
    const std::shared_ptr<const PairCompatibility> pairs = PairCompatibility::make(*rules);
    if (!pairs)
        return nullptr;
    std::vector<TokenId> tokens;
    for (TokenId id = 0; id < rules->vocabulary.end(); ++id) {
        const std::string *text = rules->vocabulary.token(id);
        if (text && pairs->isReachable(id) && isDna(*text))
            tokens.push_back(id);
    }
    return std::unique_ptr<SubwordModel>(new DnaBpeModel(std::move(rules), pairs, tokens));
}

DnaBpeModel::DnaBpeModel(std::shared_ptr<const BpeRules> rules,
                         std::shared_ptr<const PairCompatibility> pairs,
                         std::span<const TokenId> tokens)
    : rules_(std::move(rules)), pairs_(std::move(pairs), rules_->merges),
      guesses_(pairs_, rules_->vocabulary, tokens), trie_(rules_->vocabulary.end())
{
    for (const TokenId token : tokens)
        trie_.insert(token, *rules_->vocabulary.token(token));
    trie_.finish();
    for (size_t i = 0; i < asciiTokens_.size(); ++i) {
        const char letter = static_cast<char>(i);
        asciiTokens_[i] = otherToken({&letter, 1}, static_cast<char32_t>(i));
    }
}

TokenId DnaBpeModel::nextCandidate(const PackedBases &bases, size_t place, size_t left,
                                   TokenId tried) const
{
    const TokenId guess = guessAt(bases, place, left);
    const TokenId next =
        tried == guess ? trie_.longestAt(bases, place, left) : trie_.prefixOf(tried);
    return next == guess ? trie_.prefixOf(guess) : next;
}

void DnaBpeModel::appendRun(size_t size, Workspace &workspace, TokenSink &sink) const
{
    const PackedBases &bases = workspace.bases;
    DeadEnds &deadEnds = workspace.deadEnds;
    std::vector<TokenId> &ids = sink.ids;
    deadEnds.clear(size);
    size_t place = 0;
    size_t milestone = 0;
    TokenId candidate = guessAt(bases, 0, size);
    for (;;) {
        const size_t end = place + static_cast<size_t>(trie_.lengthOf(candidate));
        if ((place == 0 || pairs_.areCompatible(ids.back(), candidate)) && !deadEnds.has(end)) {
            ids.push_back(candidate);
            place = end;
            if (place >= milestone) {
                if (place == size)
                    return;
                throwIfStopped(sink.stop);
                milestone = std::min(size, place + basesBetweenStops);
            }
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
            place -= static_cast<size_t>(trie_.lengthOf(last));
            candidate = nextCandidate(bases, place, size - place, last);
        }
    }
}

void DnaBpeModel::appendSpans(size_t begin, std::span<const TokenId> tokens,
                              std::vector<TokenSpan> &spans) const
{
    auto place = static_cast<int32_t>(begin);
    for (const TokenId token : tokens) {
        const int32_t end = place + trie_.lengthOf(token);
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

void DnaBpeModel::append(std::string_view text, TokenSink &sink) const
{
    makeRoomFor(text, sink.ids);
    if (sink.spans)
        makeRoomFor(text, *sink.spans);
    Workspace workspace(text.size());
    for (size_t place = 0; place < text.size();) {
        if (isBase(text[place])) {
            const size_t first = sink.ids.size();
            const size_t length = workspace.bases.assign(text.substr(place));
            appendRun(length, workspace, sink);
            if (sink.spans)
                appendSpans(place, std::span(sink.ids).subspan(first), *sink.spans);
            place += length;
            continue;
        }
        const CodePoint c = decodeFirst(text.substr(place));
        const auto bytes = static_cast<size_t>(c.bytes);
        const TokenId token = c.value < asciiTokens_.size()
                                  ? asciiTokens_[c.value]
                                  : otherToken(text.substr(place, bytes), c.value);
        if (token != noToken)
            sink.add(token, place, place + bytes);
        place += bytes;
    }
}

} // namespace helicase
