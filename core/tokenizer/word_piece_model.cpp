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

bool WordPieceModel::appendWord(std::string_view text, WordRange word, TokenSink &sink) const
{
    const std::string_view letters = text.substr(word.begin, word.end - word.begin);
    if (std::ranges::count_if(letters, startsCharacter) > rules_->longestWord)
        return false;
    const size_t first = sink.ids.size();
    for (size_t place = 0; place < letters.size();) {
        const Match match = longestPiece(letters.substr(place), place > 0);
        if (match.bytes == 0) {
            sink.dropFrom(first);
            return false;
        }
        sink.add(match.id, word.begin + place, word.begin + place + match.bytes);
        place += match.bytes;
    }
    return true;
}

void WordPieceModel::append(std::string_view text, TokenSink &sink) const
{
    for (const WordRange &word : wordsOf(text, rules_->preTokenizer))
        if (!appendWord(text, word, sink))
            sink.add(rules_->unknown, word.begin, word.end);
}

std::unique_ptr<SubwordModel> makeWordPieceModel(std::shared_ptr<const WordPieceRules> rules)
{
    if (auto kmers = KmerModel::makeIfSuitable(rules))
        return kmers;
    return std::make_unique<WordPieceModel>(std::move(rules));
}

} // namespace helicase
