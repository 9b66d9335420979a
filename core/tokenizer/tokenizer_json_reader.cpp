#include "core/tokenizer/tokenizer_definition.h"

#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/tokenizer/json_cursor.h"

#include <algorithm>

namespace helicase {

namespace {

// Far above every published vocabulary; bounds the memory that a damaged file can ask for.
constexpr int64_t largestId = (int64_t{1} << 24) - 1;

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
    // In order of id, so that the table by id grows once.
    std::vector<std::pair<TokenId, std::pair<std::string, JsonCursor>>> tokens;
    for (auto &entry : vocab.members())
        tokens.emplace_back(readId(entry.second), std::move(entry));
    std::ranges::sort(tokens, {}, [](const auto &token) { return token.first; });
    Vocabulary vocabulary;
    for (auto &[id, entry] : tokens)
        if (!vocabulary.add(entry.first, id))
            entry.second.fail("the id " + std::to_string(id) + " stands for another token too");
    return vocabulary;
}

TokenId requireToken(const Vocabulary &vocabulary, std::string_view text, const JsonCursor &place)
{
    const auto id = vocabulary.find(text);
    if (!id)
        place.fail(printable(text) + " is no token of the vocabulary");
    return *id;
}

// "left right", or a list of the two.
std::pair<std::string, std::string> readMergedPair(const JsonCursor &merge)
{
    if (merge.isArray()) {
        const auto parts = merge.elements();
        if (parts.size() != 2)
            merge.fail("found " + std::to_string(parts.size()) + " parts, expected 2");
        return {parts[0].text(), parts[1].text()};
    }
    const auto parts = split(merge.text(), ' ');
    if (parts.size() != 2)
        merge.fail("found " + printable(merge.text()) +
                   ", expected two tokens and a blank between");
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
    for (const JsonCursor &merge : model.member("merges").elements()) {
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
    const auto ids = found.member("ids").elements();
    const auto texts = found.member("tokens").elements();
    if (ids.size() != texts.size())
        found.fail("has " + std::to_string(ids.size()) + " ids, but " +
                   std::to_string(texts.size()) + " tokens");
    for (size_t i = 0; i < ids.size(); ++i)
        parts.push_back({TemplatePart::Kind::Special, readId(ids[i]), texts[i].text(), typeId});
}

std::vector<TemplatePart> readTemplate(const JsonCursor &list, const JsonCursor &tokens)
{
    std::vector<TemplatePart> parts;
    for (const JsonCursor &part : list.elements()) {
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
        const auto start = part.member("cls").elements();
        const auto separator = part.member("sep").elements();
        if (start.size() != 2 || separator.size() != 2)
            part.fail("\"cls\" and \"sep\" are not pairs of a token and its id");
        return SpecialTemplate::bert(readId(start[1]), start[0].text(), readId(separator[1]),
                                     separator[0].text());
    }
    if (type != "TemplateProcessing")
        failUnsupported(part, type, "TemplateProcessing, BertProcessing or null");
    SpecialTemplate result;
    result.single = readTemplate(part.member("single"), part.member("special_tokens"));
    result.pair = readTemplate(part.member("pair"), part.member("special_tokens"));
    if (std::ranges::find(result.single, TemplatePart::Kind::Second, &TemplatePart::kind) !=
        result.single.end())
        part.member("single").fail("names a second sequence");
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
    for (const JsonCursor &entry : list.elements()) {
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
            entry.fail(printable(token.content) + " with the id " + std::to_string(token.id) +
                       " contradicts the vocabulary");
        if (!added.add(token.content, token.id) && added.find(token.content) != token.id)
            entry.fail(printable(token.content) + " with the id " + std::to_string(token.id) +
                       " contradicts another added token");
        tokens.push_back(std::move(token));
    }
    return tokens;
}

} // namespace

TokenizerDefinition readTokenizerJson(const std::filesystem::path &file)
{
    const nlohmann::json document = readJsonFile(file);
    const JsonCursor root(document, file);
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
    return definition;
}

} // namespace helicase
