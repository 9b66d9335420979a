#include "core/tokenizer/tokenizer_definition.h"

#include "core/base/atomic_file.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/tokenizer/json_cursor.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr size_t largestFile = size_t{64} << 20;
constexpr const char *usualHint =
    "the file must be as the library tokenizers writes it; take it from its source again";

[[noreturn]] void failUnsupported(const JsonCursor &part, const std::string &found,
                                  const std::string &expected)
{
    part.fail("found " + printable(found) + ", expected " + expected,
              "this tokenizer needs a part that Helicase does not have");
}

TokenId readId(const JsonCursor &id)
{
    return static_cast<TokenId>(id.integer(0, largestId));
}

Vocabulary readVocabulary(const JsonCursor &vocab)
{
    Vocabulary vocabulary;
    vocab.forEachMember([&](const std::string &text, const JsonCursor &place) {
        const TokenId id = readId(place);
        if (!vocabulary.add(text, id))
            place.fail("found the id " + std::to_string(id) + ", expected one of its own: " +
                           printable(*vocabulary.token(id)) + " has it",
                       "two tokens cannot share an id");
    });
    if (vocabulary.size() == 0)
        vocab.fail("found no tokens, expected some");
    return vocabulary;
}

TokenId requireToken(const Vocabulary &vocabulary, std::string_view text, const JsonCursor &place)
{
    const auto id = vocabulary.find(text);
    if (!id)
        place.fail("found " + printable(text) + ", expected a token of the vocabulary",
                   "vocabulary and merges must be those of one training");
    return *id;
}

// "left right", or a list of the two.
std::pair<std::string, std::string> readMergedPair(const JsonCursor &merge)
{
    if (merge.isList()) {
        if (merge.size() != 2)
            merge.fail("found " + std::to_string(merge.size()) + " parts, expected 2");
        return {merge.element(0).text(), merge.element(1).text()};
    }
    const auto parts = split(merge.text(), ' ');
    if (parts.size() != 2)
        merge.fail("found " + printable(merge.text()) + ", expected two tokens and a blank between",
                   "tokens with a blank need the form [\"left\", \"right\"]");
    return {std::string(parts[0]), std::string(parts[1])};
}

void refuseUnlessEmpty(const JsonCursor &model, const std::string &name)
{
    const JsonCursor found = model.optionalMember(name);
    const bool isSet =
        !found.isNull() && found.value() != "" && found.value() != false && found.value() != 0.0;
    if (isSet)
        failUnsupported(found, found.value().dump(), "none");
}

std::shared_ptr<BpeRules> readBpe(const JsonCursor &model)
{
    for (const char *name :
         {"dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback"})
        refuseUnlessEmpty(model, name);
    auto rules = std::make_shared<BpeRules>();
    rules->vocabulary = readVocabulary(model.member("vocab"));
    const JsonCursor merges = model.member("merges");
    for (size_t i = 0; i < merges.size(); ++i) {
        const JsonCursor merge = merges.element(i);
        const auto [left, right] = readMergedPair(merge);
        rules->merges.push_back({requireToken(rules->vocabulary, left, merge),
                                 requireToken(rules->vocabulary, right, merge),
                                 requireToken(rules->vocabulary, left + right, merge)});
    }
    const JsonCursor unknown = model.optionalMember("unk_token");
    if (!unknown.isNull())
        rules->unknown = requireToken(rules->vocabulary, unknown.text(), unknown);
    rules->fuseUnknown = model.flag("fuse_unk", false);
    rules->ignoreMerges = model.flag("ignore_merges", false);
    return rules;
}

std::shared_ptr<WordPieceRules> readWordPiece(const JsonCursor &model)
{
    auto rules = std::make_shared<WordPieceRules>();
    rules->vocabulary = readVocabulary(model.member("vocab"));
    const JsonCursor unknown = model.member("unk_token");
    rules->unknown = requireToken(rules->vocabulary, unknown.text(), unknown);
    rules->continuationPrefix = model.text("continuing_subword_prefix", "##");
    const JsonCursor longest = model.optionalMember("max_input_chars_per_word");
    if (!longest.isNull())
        rules->longestWord = longest.integer(1, INT32_MAX);
    return rules;
}

PreTokenizer readPreTokenizer(const JsonCursor &part)
{
    if (part.isNull())
        return PreTokenizer::None;
    const std::string type = part.member("type").text();
    if (type == "Whitespace")
        return PreTokenizer::Whitespace;
    if (type == "WhitespaceSplit")
        return PreTokenizer::WhitespaceSplit;
    if (type == "BertPreTokenizer")
        return PreTokenizer::Bert;
    failUnsupported(part, type, "Whitespace, WhitespaceSplit, BertPreTokenizer or null");
}

std::optional<BertNormalization> readNormalizer(const JsonCursor &part)
{
    if (part.isNull())
        return std::nullopt;
    const std::string type = part.member("type").text();
    if (type == "Lowercase")
        return BertNormalization{
            .cleanText = false, .separateChinese = false, .stripAccents = false, .lowerCase = true};
    if (type != "BertNormalizer")
        failUnsupported(part, type, "BertNormalizer, Lowercase or null");
    BertNormalization normalization;
    normalization.cleanText = part.flag("clean_text", true);
    normalization.separateChinese = part.flag("handle_chinese_chars", true);
    normalization.lowerCase = part.flag("lowercase", true);
    if (const JsonCursor accents = part.optionalMember("strip_accents"); !accents.isNull())
        normalization.stripAccents = accents.flag();
    return normalization;
}

// A special token of a template may stand for several tokens.
void appendSpecialPart(std::vector<TemplatePart> &parts, const JsonCursor &special,
                       const JsonCursor &tokens, uint8_t typeId)
{
    const JsonCursor found = tokens.member(special.member("id").text());
    const JsonCursor ids = found.member("ids");
    const JsonCursor texts = found.member("tokens");
    if (ids.size() != texts.size())
        found.fail("found " + std::to_string(ids.size()) + " ids, expected as many as tokens, " +
                   std::to_string(texts.size()));
    for (size_t i = 0; i < ids.size(); ++i)
        parts.push_back(
            {TemplatePart::Kind::Special, readId(ids.element(i)), texts.element(i).text(), typeId});
}

std::vector<TemplatePart> readTemplate(const JsonCursor &list, const JsonCursor &tokens)
{
    std::vector<TemplatePart> parts;
    for (size_t i = 0; i < list.size(); ++i) {
        const JsonCursor part = list.element(i);
        const bool isSpecial = part.has("SpecialToken");
        const JsonCursor content = part.member(isSpecial ? "SpecialToken" : "Sequence");
        const auto typeId = static_cast<uint8_t>(content.member("type_id").integer(0, 255));
        if (isSpecial) {
            appendSpecialPart(parts, content, tokens, typeId);
            continue;
        }
        const std::string which = content.member("id").text();
        if (which != "A" && which != "B")
            content.fail("found sequence " + printable(which) + ", expected A or B");
        parts.push_back({which == "A" ? TemplatePart::Kind::First : TemplatePart::Kind::Second,
                         noToken,
                         {},
                         typeId});
    }
    return parts;
}

SpecialTemplate readPostProcessor(const JsonCursor &part)
{
    if (part.isNull())
        return {};
    const std::string type = part.member("type").text();
    if (type == "BertProcessing") {
        const JsonCursor start = part.member("cls");
        const JsonCursor separator = part.member("sep");
        if (start.size() != 2 || separator.size() != 2)
            part.fail("found another list as \"cls\" or \"sep\", expected a token and its id");
        return SpecialTemplate::bert(readId(start.element(1)), start.element(0).text(),
                                     readId(separator.element(1)), separator.element(0).text());
    }
    if (type != "TemplateProcessing")
        failUnsupported(part, type, "TemplateProcessing, BertProcessing or null");
    SpecialTemplate result;
    result.single = readTemplate(part.member("single"), part.member("special_tokens"));
    result.pair = readTemplate(part.member("pair"), part.member("special_tokens"));
    if (std::ranges::find(result.single, TemplatePart::Kind::Second, &TemplatePart::kind) !=
        result.single.end())
        part.member("single").fail("found sequence B, expected A only");
    return result;
}

TokenDecoder readDecoder(const JsonCursor &part)
{
    if (part.isNull())
        return TokenDecoder::Blanks;
    const std::string type = part.member("type").text();
    if (type != "WordPiece")
        failUnsupported(part, type, "WordPiece or null");
    return part.flag("cleanup", true) ? TokenDecoder::WordPieceTidy : TokenDecoder::WordPiece;
}

TextSide readSide(const JsonCursor &side)
{
    const std::string text = side.isNull() ? "Right" : side.text();
    if (text != "Left" && text != "Right")
        side.fail("found " + printable(text) + ", expected Left or Right");
    return text == "Left" ? TextSide::Left : TextSide::Right;
}

std::optional<Truncation> readTruncation(const JsonCursor &part)
{
    if (part.isNull())
        return std::nullopt;
    Truncation truncation;
    truncation.maximumLength = part.member("max_length").integer(0, INT64_MAX);
    truncation.side = readSide(part.optionalMember("direction"));
    const std::string strategy = part.text("strategy", "LongestFirst");
    if (strategy == "OnlyFirst")
        truncation.strategy = TruncationStrategy::OnlyFirst;
    else if (strategy == "OnlySecond")
        truncation.strategy = TruncationStrategy::OnlySecond;
    else if (strategy != "LongestFirst")
        part.fail("found strategy " + printable(strategy) +
                  ", expected LongestFirst, OnlyFirst or OnlySecond");
    return truncation;
}

std::optional<Padding> readPadding(const JsonCursor &part)
{
    if (part.isNull())
        return std::nullopt;
    Padding padding;
    const JsonCursor strategy = part.member("strategy");
    if (!strategy.isText())
        padding.length = strategy.member("Fixed").integer(0, INT32_MAX);
    padding.side = readSide(part.optionalMember("direction"));
    if (const JsonCursor multiple = part.optionalMember("pad_to_multiple_of"); !multiple.isNull())
        padding.multipleOf = multiple.integer(0, INT32_MAX);
    padding.id = readId(part.member("pad_id"));
    padding.typeId = static_cast<uint8_t>(part.member("pad_type_id").integer(0, 255));
    padding.token = part.text("pad_token", "[PAD]");
    return padding;
}

std::vector<AddedToken> readAddedTokens(const JsonCursor &list, const Vocabulary &vocabulary)
{
    std::vector<AddedToken> tokens;
    Vocabulary added;
    for (size_t i = 0; i < list.size(); ++i) {
        const JsonCursor entry = list.element(i);
        AddedToken token;
        token.id = readId(entry.member("id"));
        token.content = entry.member("content").text();
        token.singleWord = entry.flag("single_word", false);
        token.takesBlanksLeft = entry.flag("lstrip", false);
        token.takesBlanksRight = entry.flag("rstrip", false);
        token.isSpecial = entry.flag("special", false);
        token.isNormalized = entry.flag("normalized", !token.isSpecial);
        const std::string *present = vocabulary.token(token.id);
        if ((present && *present != token.content) ||
            vocabulary.find(token.content).value_or(token.id) != token.id)
            entry.fail("found " + printable(token.content) + " with the id " +
                           std::to_string(token.id) + ", expected what the vocabulary says",
                       "a token has one id in the whole file");
        if (!added.add(token.content, token.id) && added.find(token.content) != token.id)
            entry.fail("found " + printable(token.content) + " with the id " +
                           std::to_string(token.id) + ", expected what an added token before says",
                       "a token has one id in the whole file");
        tokens.push_back(std::move(token));
    }
    return tokens;
}

// An id beyond the vocabulary would reach beyond the table of a model.
void requireKnownIds(const TokenizerDefinition &definition, const Vocabulary &vocabulary,
                     const JsonCursor &root)
{
    TokenId end = vocabulary.end();
    for (const AddedToken &token : definition.addedTokens)
        end = std::max(end, token.id + 1);
    const auto require = [&](TokenId id, const char *member) {
        if (id >= end)
            root.member(member).fail("found the id " + std::to_string(id) + ", expected 0 to " +
                                         std::to_string(end - 1),
                                     "the vocabulary has no such token");
    };
    for (const auto *parts : {&definition.specialTemplate.single, &definition.specialTemplate.pair})
        for (const TemplatePart &part : *parts)
            if (part.kind == TemplatePart::Kind::Special)
                require(part.id, "post_processor");
    if (definition.savedPadding)
        require(definition.savedPadding->id, "padding");
}

} // namespace

TokenizerDefinition readTokenizerJson(const std::filesystem::path &file)
{
    const nlohmann::json document = parseJson(readFile(file, largestFile), file);
    const JsonCursor root(document, file, usualHint);
    const JsonCursor model = root.member("model");
    const PreTokenizer preTokenizer = readPreTokenizer(root.optionalMember("pre_tokenizer"));
    // Files of early versions do not name the type of a byte-pair encoding.
    const std::string type = model.text("type", model.has("merges") ? "BPE" : "WordPiece");
    TokenizerDefinition definition;
    const Vocabulary *vocabulary = nullptr;
    if (type == "BPE") {
        auto rules = readBpe(model);
        rules->preTokenizer = preTokenizer;
        vocabulary = &rules->vocabulary;
        definition.model = std::move(rules);
    } else if (type == "WordPiece") {
        auto rules = readWordPiece(model);
        rules->preTokenizer = preTokenizer;
        vocabulary = &rules->vocabulary;
        definition.model = std::move(rules);
    } else {
        failUnsupported(model, type, "BPE or WordPiece");
    }
    if (const JsonCursor added = root.optionalMember("added_tokens"); !added.isNull())
        definition.addedTokens = readAddedTokens(added, *vocabulary);
    definition.normalization = readNormalizer(root.optionalMember("normalizer"));
    definition.specialTemplate = readPostProcessor(root.optionalMember("post_processor"));
    definition.decoder = readDecoder(root.optionalMember("decoder"));
    definition.savedTruncation = readTruncation(root.optionalMember("truncation"));
    definition.savedPadding = readPadding(root.optionalMember("padding"));
    requireKnownIds(definition, *vocabulary, root);
    return definition;
}

} // namespace helicase
