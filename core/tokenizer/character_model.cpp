#include "core/tokenizer/character_model.h"

#include "core/tokenizer/characters.h"

namespace helicase {

std::unique_ptr<SubwordModel> CharacterModel::makeIfSuitable(std::shared_ptr<const BpeRules> rules)
{
    if (!rules->merges.empty() || rules->fuseUnknown || rules->ignoreMerges)
        return nullptr;
    return std::unique_ptr<SubwordModel>(new CharacterModel(std::move(rules)));
}

CharacterModel::CharacterModel(std::shared_ptr<const BpeRules> rules) : rules_(std::move(rules))
{
    for (size_t i = 0; i < ascii_.size(); ++i) {
        const char letter = static_cast<char>(i);
        ascii_[i] = tokenOf({&letter, 1}, static_cast<char32_t>(i));
    }
}

TokenId CharacterModel::tokenOf(std::string_view character, char32_t value) const
{
    if (rules_->preTokenizer != PreTokenizer::None && isWhitespace(value))
        return noToken;
    return rules_->vocabulary.find(character).value_or(rules_->unknown);
}

void CharacterModel::append(std::string_view text, TokenSink &sink) const
{
    for (size_t place = 0; place < text.size();) {
        const CodePoint c = decodeFirst(text.substr(place));
        const size_t end = place + static_cast<size_t>(c.bytes);
        const TokenId token = c.value < ascii_.size()
                                  ? ascii_[c.value]
                                  : tokenOf(text.substr(place, end - place), c.value);
        if (token != noToken)
            sink.add(token, place, end);
        place = end;
    }
}

} // namespace helicase
