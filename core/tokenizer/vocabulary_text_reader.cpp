#include "core/tokenizer/tokenizer_definition.h"

#include "core/base/atomic_file.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/tokenizer/json_cursor.h"
#include "core/tokenizer/kmer_model.h"
#include "core/tokenizer/token_lines.h"

namespace helicase {

namespace {

constexpr size_t largestConfig = size_t{1} << 20;

Vocabulary readTokenLines(const std::filesystem::path &file)
{
    TokenLines lines(file);
    Vocabulary vocabulary;
    std::optional<Place> empty; // the first one; at the end of the file they do no harm
    while (const auto line = lines.next()) {
        if (line->empty() && !empty)
            empty = lines.place();
        if (line->empty())
            continue;
        if (empty)
            throw InputError("found an empty line, expected a token", *empty,
                             "a line's number is the id of its token");
        if (vocabulary.end() > largestId)
            throw InputError("found more than " + std::to_string(largestId + 1) +
                                 " tokens, expected fewer",
                             lines.place(), "is this a BERT vocabulary?");
        if (!vocabulary.add(std::string(*line), vocabulary.end()))
            throw InputError("found " + printable(*line) + ", expected a token of its own: line " +
                                 std::to_string(*vocabulary.find(*line) + 1) + " has it",
                             lines.place(), "a token has one id");
    }
    if (vocabulary.size() == 0)
        throw InputError("found no tokens, expected one per line", {.file = file},
                         "is this a BERT vocabulary?");
    return vocabulary;
}

BertNormalization readBertNormalization(const std::filesystem::path &file)
{
    BertNormalization normalization;
    if (!std::filesystem::exists(file))
        return normalization;
    const nlohmann::json document = parseJson(readFile(file, largestConfig), file);
    const JsonCursor config(document, file,
                            "take the file from its source again, or leave it out for BERT's own "
                            "settings");
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
        throw InputError("found no [UNK], expected that token in a line of its own", {.file = file},
                         "is this a BERT vocabulary?");
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
