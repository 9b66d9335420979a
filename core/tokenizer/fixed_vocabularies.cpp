#include "core/tokenizer/fixed_vocabularies.h"

namespace helicase {

namespace {

std::vector<std::string> lettersOf(std::string_view text)
{
    std::vector<std::string> letters;
    for (const char letter : text)
        letters.emplace_back(1, letter);
    return letters;
}

void appendKmers(std::vector<std::string> &tokens, const std::string &begin, size_t length)
{
    if (begin.size() == length) {
        tokens.push_back(begin);
        return;
    }
    for (const char base : {'A', 'T', 'C', 'G'})
        appendKmers(tokens, begin + base, length);
}

} // namespace

TokenizerDefinition kmerTokenizer(size_t length)
{
    std::vector<std::string> tokens{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
    appendKmers(tokens, {}, length);
    auto rules = std::make_shared<WordPieceRules>();
    rules->vocabulary = Vocabulary(tokens);
    rules->unknown = 1;
    rules->preTokenizer = PreTokenizer::WhitespaceSplit;
    TokenizerDefinition definition;
    definition.addedTokens = specialTokensOf(rules->vocabulary);
    definition.specialTemplate = bertTemplateOf(rules->vocabulary);
    definition.model = std::shared_ptr<const WordPieceRules>(std::move(rules));
    return definition;
}

TokenizerDefinition characterTokenizer(std::span<const std::string> characters)
{
    auto rules = std::make_shared<BpeRules>();
    rules->vocabulary = Vocabulary(characters);
    rules->preTokenizer = PreTokenizer::None;
    TokenizerDefinition definition;
    definition.model = std::shared_ptr<const BpeRules>(std::move(rules));
    return definition;
}

std::vector<std::string> genomeAlphabet()
{
    return lettersOf("\n0123456789>ABCGHIJKLMNTUXY_acdghlmnortv");
}

std::vector<std::string> baseAlphabet()
{
    return lettersOf("ACGT");
}

} // namespace helicase
