#include "core/tokenizer/dna_bpe_model.h"

#include "core/tokenizer/characters.h"

#include <algorithm>
#include <cassert>

namespace helicase {

namespace {

constexpr std::string_view bases = "ACGT";

bool isDna(const std::string &text)
{
    return text.find_first_not_of(bases) == std::string::npos;
}

bool mergesOnlyDna(const BpeRules &rules)
{
    return std::ranges::all_of(rules.merges, [&](const MergeRule &rule) {
        return isDna(*rules.vocabulary.token(rule.result));
    });
}

} // namespace

std::unique_ptr<SubwordModel> DnaBpeModel::makeIfSuitable(std::shared_ptr<const BpeRules> rules)
{
    // Fused unknown letters and whole words as tokens depend on where words begin; here they do not
    // count.
    if (rules->ignoreMerges || rules->fuseUnknown || !mergesOnlyDna(*rules))
        return nullptr;
    auto pairs = PairCompatibility::make(*rules);
    if (!pairs)
        return nullptr;
    return std::unique_ptr<SubwordModel>(new DnaBpeModel(std::move(rules), std::move(pairs)));
}

DnaBpeModel::DnaBpeModel(std::shared_ptr<const BpeRules> rules,
                         std::unique_ptr<PairCompatibility> pairs)
    : rules_(std::move(rules)), pairs_(std::move(pairs)),
      shapes_(static_cast<size_t>(rules_->vocabulary.end())), trie_(1)
{
    baseCodes_.fill(-1);
    for (size_t code = 0; code < bases.size(); ++code)
        if (rules_->vocabulary.find(bases.substr(code, 1)))
            baseCodes_[static_cast<uint8_t>(bases[code])] = static_cast<int8_t>(code);
    for (TokenId id = 0; id < rules_->vocabulary.end(); ++id) {
        const std::string *text = rules_->vocabulary.token(id);
        if (text && pairs_->isReachable(id) && isDna(*text))
            insert(id, *text);
    }
    linkPrefixes();
}

void DnaBpeModel::insert(TokenId token, std::string_view letters)
{
    int32_t node = 0;
    for (const char letter : letters) {
        const auto code = static_cast<size_t>(codeOf(letter));
        int32_t child = trie_[static_cast<size_t>(node)].children[code];
        if (child < 0) {
            child = static_cast<int32_t>(trie_.size());
            trie_[static_cast<size_t>(node)].children[code] = child;
            trie_.emplace_back();
        }
        node = child;
    }
    trie_[static_cast<size_t>(node)].token = token;
    shapes_[static_cast<size_t>(token)].length = static_cast<int32_t>(letters.size());
}

// A node stands before its children in the trie, so that one pass hands every prefix down.
void DnaBpeModel::linkPrefixes()
{
    std::vector<TokenId> prefixOf(trie_.size(), noToken);
    for (size_t i = 0; i < trie_.size(); ++i) {
        const Node &node = trie_[i];
        if (node.token != noToken)
            shapes_[static_cast<size_t>(node.token)].shorter = prefixOf[i];
        for (const int32_t child : node.children)
            if (child >= 0)
                prefixOf[static_cast<size_t>(child)] =
                    node.token != noToken ? node.token : prefixOf[i];
    }
}

TokenId DnaBpeModel::longestMatch(std::string_view letters) const
{
    TokenId longest = noToken;
    const Node *node = trie_.data();
    for (const char letter : letters) {
        const int32_t child = node->children[static_cast<size_t>(codeOf(letter))];
        if (child < 0)
            break;
        node = &trie_[static_cast<size_t>(child)];
        if (node->token != noToken)
            longest = node->token;
    }
    return longest;
}

std::vector<TokenId> DnaBpeModel::encodeRun(std::string_view run) const
{
    std::vector<TokenId> tokens;
    tokens.reserve(run.size() / 3 + 1);
    std::vector<bool> leadsNowhere(run.size() + 1);
    size_t place = 0;
    TokenId candidate = longestMatch(run);
    while (candidate != noToken) {
        const Shape &shape = shapeOf(candidate);
        const size_t end = place + static_cast<size_t>(shape.length);
        if (!leadsNowhere[end] &&
            (tokens.empty() || pairs_->areCompatible(tokens.back(), candidate))) {
            tokens.push_back(candidate);
            place = end;
            candidate = longestMatch(run.substr(place));
            continue;
        }
        candidate = shape.shorter;
        if (candidate == noToken) {
            // The first token can always be shortened to one that fits, down to a single base, so
            // that there is a token to step back to.
            assert(!tokens.empty());
            leadsNowhere[place] = true;
            candidate = tokens.back();
            tokens.pop_back();
            place -= static_cast<size_t>(shapeOf(candidate).length);
        }
    }
    return tokens;
}

TokenId DnaBpeModel::otherToken(std::string_view character, char32_t value) const
{
    if (rules_->preTokenizer != PreTokenizer::None && isWhitespace(value))
        return noToken;
    return rules_->vocabulary.find(character).value_or(rules_->unknown);
}

template <typename Receiver>
void DnaBpeModel::encode(std::string_view text, const Receiver &receive) const
{
    for (size_t place = 0; place < text.size();) {
        size_t end = place;
        while (end < text.size() && codeOf(text[end]) >= 0)
            ++end;
        for (const TokenId token : encodeRun(text.substr(place, end - place))) {
            const size_t next = place + static_cast<size_t>(shapeOf(token).length);
            receive(token, place, next);
            place = next;
        }
        if (place == text.size())
            return;
        const CodePoint c = decodeFirst(text.substr(place));
        const auto bytes = static_cast<size_t>(c.bytes);
        const TokenId token = otherToken(text.substr(place, bytes), c.value);
        if (token != noToken)
            receive(token, place, place + bytes);
        place += bytes;
    }
}

void DnaBpeModel::appendPieces(std::string_view text, std::vector<SubwordPiece> &pieces) const
{
    encode(text, [&](TokenId id, size_t begin, size_t end) {
        pieces.push_back({id, static_cast<int32_t>(begin), static_cast<int32_t>(end)});
    });
}

void DnaBpeModel::appendIds(std::string_view text, std::vector<TokenId> &ids) const
{
    encode(text, [&](TokenId id, size_t, size_t) { ids.push_back(id); });
}

} // namespace helicase
