#include "core/tokenizer/word_piece_model.h"

#include "core/tokenizer/kmer_model.h"

#include <algorithm>

namespace helicase {

namespace {

bool startsCharacter(char c)
{
    return (static_cast<uint8_t>(c) & 0xC0) != 0x80;
}

} // namespace

WordPieceModel::WordPieceModel(std::shared_ptr<const WordPieceRules> rules)
    : rules_(std::move(rules))
{
    for (TokenId id = 0; id < rules_->vocabulary.end(); ++id)
        if (const std::string *text = rules_->vocabulary.token(id))
            longestToken_ = std::max(longestToken_, text->size());
}

WordPieceModel::Match WordPieceModel::longestPiece(std::string_view rest, bool continues) const
{
    const std::string prefix = continues ? rules_->continuationPrefix : std::string();
    if (longestToken_ <= prefix.size())
        return {};
    const std::string longest = prefix + std::string(rest.substr(0, longestToken_ - prefix.size()));
    for (size_t end = longest.size(); end > prefix.size(); --end) {
        const size_t bytes = end - prefix.size();
        if (bytes < rest.size() && !startsCharacter(rest[bytes]))
            continue;
        if (const auto id = rules_->vocabulary.find(std::string_view(longest).substr(0, end)))
            return {*id, bytes};
    }
    return {};
}

bool WordPieceModel::appendWord(std::string_view text, WordRange word, std::vector<TokenId> &ids,
                                std::vector<TokenSpan> *spans) const
{
    const std::string_view letters = text.substr(word.begin, word.end - word.begin);
    if (std::ranges::count_if(letters, startsCharacter) > rules_->longestWord)
        return false;
    const size_t first = ids.size();
    for (size_t place = 0; place < letters.size();) {
        const Match match = longestPiece(letters.substr(place), place > 0);
        if (match.bytes == 0) {
            if (spans)
                spans->resize(spans->size() - (ids.size() - first));
            ids.resize(first);
            return false;
        }
        ids.push_back(match.id);
        if (spans)
            spans->push_back({static_cast<int32_t>(word.begin + place),
                              static_cast<int32_t>(word.begin + place + match.bytes)});
        place += match.bytes;
    }
    return true;
}

void WordPieceModel::append(std::string_view text, std::vector<TokenId> &ids,
                            std::vector<TokenSpan> *spans) const
{
    for (const WordRange &word : wordsOf(text, rules_->preTokenizer)) {
        if (appendWord(text, word, ids, spans))
            continue;
        ids.push_back(rules_->unknown);
        if (spans)
            spans->push_back({static_cast<int32_t>(word.begin), static_cast<int32_t>(word.end)});
    }
}

std::unique_ptr<SubwordModel> makeWordPieceModel(std::shared_ptr<const WordPieceRules> rules)
{
    if (auto kmers = KmerModel::makeIfSuitable(rules))
        return kmers;
    return std::make_unique<WordPieceModel>(std::move(rules));
}

} // namespace helicase
