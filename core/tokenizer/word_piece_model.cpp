#include "core/tokenizer/word_piece_model.h"

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

bool WordPieceModel::appendWord(std::string_view text, WordRange word,
                                std::vector<SubwordPiece> &pieces) const
{
    const std::string_view letters = text.substr(word.begin, word.end - word.begin);
    if (std::ranges::count_if(letters, startsCharacter) > rules_->longestWord)
        return false;
    for (size_t place = 0; place < letters.size();) {
        const Match match = longestPiece(letters.substr(place), place > 0);
        if (match.bytes == 0)
            return false;
        const auto begin = static_cast<int32_t>(word.begin + place);
        pieces.push_back({match.id, begin, begin + static_cast<int32_t>(match.bytes)});
        place += match.bytes;
    }
    return true;
}

void WordPieceModel::appendPieces(std::string_view text, std::vector<SubwordPiece> &pieces) const
{
    for (const WordRange &word : wordsOf(text, rules_->preTokenizer)) {
        const size_t first = pieces.size();
        if (appendWord(text, word, pieces))
            continue;
        pieces.resize(first);
        pieces.push_back(
            {rules_->unknown, static_cast<int32_t>(word.begin), static_cast<int32_t>(word.end)});
    }
}

void WordPieceModel::appendIds(std::string_view text, std::vector<TokenId> &ids) const
{
    std::vector<SubwordPiece> pieces;
    appendPieces(text, pieces);
    for (const SubwordPiece &piece : pieces)
        ids.push_back(piece.id);
}

} // namespace helicase
