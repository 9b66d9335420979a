#include "core/tokenizer/tokenizer_definition.h"

#include "core/base/atomic_file.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/tokenizer/json_cursor.h"
#include "core/tokenizer/kmer_model.h"

namespace helicase {

namespace {

constexpr size_t largestFile = size_t{256} << 20;

Vocabulary readTokenLines(const std::filesystem::path &file)
{
    const std::string content = readFile(file, largestFile);
    std::string_view rest = content;
    while (rest.ends_with('\n') || rest.ends_with('\r'))
        rest.remove_suffix(1);
    if (rest.empty())
        throw InputError("holds no tokens", {.file = file}, "one token per line is expected");
    Vocabulary vocabulary;
    for (std::string_view line : split(rest, '\n')) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const int64_t number = vocabulary.end() + 1;
        if (line.empty())
            throw InputError("found an empty line, expected a token",
                             {.file = file, .line = number});
        if (!vocabulary.add(std::string(line), vocabulary.end()))
            throw InputError(printable(line) + " stands in an earlier line too",
                             {.file = file, .line = number});
    }
    return vocabulary;
}

BertNormalization readBertNormalization(const std::filesystem::path &file)
{
    BertNormalization normalization;
    if (!std::filesystem::exists(file))
        return normalization;
    const nlohmann::json document = readJsonFile(file);
    const JsonCursor config(document, file);
    normalization.lowerCase = config.flag("do_lower_case", true);
    normalization.separateChinese = config.flag("tokenize_chinese_chars", true);
    if (const JsonCursor accents = config.optionalMember("strip_accents"); !accents.isNull())
        normalization.stripAccents = accents.flag();
    return normalization;
}

} // namespace

TokenizerDefinition readVocabularyText(const std::filesystem::path &file)
{
    auto rules = std::make_shared<WordPieceRules>();
    rules->vocabulary = readTokenLines(file);
    const auto unknown = rules->vocabulary.find("[UNK]");
    if (!unknown)
        throw InputError("has no token [UNK]", {.file = file}, "is this a BERT vocabulary?");
    rules->unknown = *unknown;
    TokenizerDefinition definition;
    definition.addedTokens = specialTokensOf(rules->vocabulary);
    definition.normalization = readBertNormalization(file.parent_path() / "tokenizer_config.json");
    // No published program cleans k-mers, and lower case would leave none of them known.
    const bool holdsKmers = kmerLengthOf(rules->vocabulary).has_value();
    if (holdsKmers) {
        definition.normalization.reset();
        rules->preTokenizer = PreTokenizer::WhitespaceSplit;
    }
    definition.specialTemplate = bertTemplateOf(rules->vocabulary);
    definition.decoder = holdsKmers ? TokenDecoder::Blanks : TokenDecoder::WordPieceTidy;
    definition.model = std::move(rules);
    return definition;
}

std::vector<AddedToken> specialTokensOf(const Vocabulary &vocabulary)
{
    std::vector<AddedToken> tokens;
    for (const char *content : {"[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"})
        if (const auto id = vocabulary.find(content))
            tokens.push_back({.id = *id, .content = content, .isSpecial = true});
    return tokens;
}

SpecialTemplate bertTemplateOf(const Vocabulary &vocabulary)
{
    const auto start = vocabulary.find("[CLS]");
    const auto separator = vocabulary.find("[SEP]");
    if (!start || !separator)
        return {};
    return SpecialTemplate::bert(*start, "[CLS]", *separator, "[SEP]");
}

} // namespace helicase
