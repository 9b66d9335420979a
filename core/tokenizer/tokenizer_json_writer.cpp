#include "core/tokenizer/tokenizer_definition.h"

#include "core/base/atomic_file.h"
#include "core/base/json_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

// Keeps members in the order of the published files.
using Json = nlohmann::ordered_json;

Json sideToJson(TextSide side)
{
    return side == TextSide::Left ? "Left" : "Right";
}

Json truncationToJson(const std::optional<Truncation> &truncation)
{
    if (!truncation)
        return nullptr;
    const char *strategies[] = {"LongestFirst", "OnlyFirst", "OnlySecond"};
    return {{"direction", sideToJson(truncation->side)},
            {"max_length", truncation->maximumLength},
            {"strategy", strategies[static_cast<size_t>(truncation->strategy)]},
            {"stride", 0}};
}

Json paddingToJson(const std::optional<Padding> &padding)
{
    if (!padding)
        return nullptr;
    Json result;
    result["strategy"] = padding->length ? Json{{"Fixed", *padding->length}} : Json("BatchLongest");
    result["direction"] = sideToJson(padding->side);
    result["pad_to_multiple_of"] = padding->multipleOf > 0 ? Json(padding->multipleOf) : Json();
    result["pad_id"] = padding->id;
    result["pad_type_id"] = padding->typeId;
    result["pad_token"] = padding->token;
    return result;
}

Json addedTokensToJson(const std::vector<AddedToken> &tokens)
{
    Json list = Json::array();
    for (const AddedToken &token : tokens)
        list.push_back({{"id", token.id},
                        {"content", token.content},
                        {"single_word", token.singleWord},
                        {"lstrip", token.takesBlanksLeft},
                        {"rstrip", token.takesBlanksRight},
                        {"normalized", token.isNormalized},
                        {"special", token.isSpecial}});
    return list;
}

Json normalizerToJson(const std::optional<BertNormalization> &normalization)
{
    if (!normalization)
        return nullptr;
    const auto &accents = normalization->stripAccents;
    return {{"type", "BertNormalizer"},
            {"clean_text", normalization->cleanText},
            {"handle_chinese_chars", normalization->separateChinese},
            {"strip_accents", accents ? Json(*accents) : Json()},
            {"lowercase", normalization->lowerCase}};
}

Json preTokenizerToJson(PreTokenizer kind)
{
    switch (kind) {
    case PreTokenizer::None:
        return nullptr;
    case PreTokenizer::Whitespace:
        return {{"type", "Whitespace"}};
    case PreTokenizer::WhitespaceSplit:
        return {{"type", "WhitespaceSplit"}};
    case PreTokenizer::Bert:
        return {{"type", "BertPreTokenizer"}};
    }
    return nullptr;
}

Json partsToJson(const std::vector<TemplatePart> &parts)
{
    Json list = Json::array();
    for (const TemplatePart &part : parts) {
        const bool isSpecial = part.kind == TemplatePart::Kind::Special;
        const std::string id =
            isSpecial ? part.content : (part.kind == TemplatePart::Kind::First ? "A" : "B");
        list.push_back(
            {{isSpecial ? "SpecialToken" : "Sequence", {{"id", id}, {"type_id", part.typeId}}}});
    }
    return list;
}

Json postProcessorToJson(const SpecialTemplate &specialTemplate)
{
    if (specialTemplate.addsNothing())
        return nullptr;
    Json tokens = Json::object();
    for (const auto *parts : {&specialTemplate.single, &specialTemplate.pair})
        for (const TemplatePart &part : *parts)
            if (part.kind == TemplatePart::Kind::Special)
                tokens[part.content] = {{"id", part.content},
                                        {"ids", Json::array({part.id})},
                                        {"tokens", Json::array({part.content})}};
    return {{"type", "TemplateProcessing"},
            {"single", partsToJson(specialTemplate.single)},
            {"pair", partsToJson(specialTemplate.pair)},
            {"special_tokens", tokens}};
}

Json decoderToJson(TokenDecoder decoder, const std::string &prefix)
{
    if (decoder == TokenDecoder::Blanks)
        return nullptr;
    return {{"type", "WordPiece"},
            {"prefix", prefix},
            {"cleanup", decoder == TokenDecoder::WordPieceTidy}};
}

Json vocabularyToJson(const Vocabulary &vocabulary)
{
    // ordered_json looks every key up among all before it; the texts are known to differ.
    Json::object_t tokens;
    for (TokenId id = 0; id < vocabulary.end(); ++id)
        if (const std::string *text = vocabulary.token(id))
            tokens.Container::emplace_back(*text, id);
    return tokens;
}

Json modelToJson(const BpeRules &rules)
{
    const auto text = [&](TokenId id) { return *rules.vocabulary.token(id); };
    // The early format "left right" is read by all versions, but cannot hold a blank in a token.
    const bool holdsBlanks = std::ranges::any_of(rules.merges, [&](const MergeRule &rule) {
        return text(rule.result).find(' ') != std::string::npos;
    });
    Json merges = Json::array();
    for (const MergeRule &rule : rules.merges)
        merges.push_back(holdsBlanks ? Json::array({text(rule.left), text(rule.right)})
                                     : Json(text(rule.left) + " " + text(rule.right)));
    const std::string *unknown = rules.vocabulary.token(rules.unknown);
    return {{"type", "BPE"},
            {"dropout", nullptr},
            {"unk_token", unknown ? Json(*unknown) : Json()},
            {"continuing_subword_prefix", nullptr},
            {"end_of_word_suffix", nullptr},
            {"fuse_unk", rules.fuseUnknown},
            {"byte_fallback", false},
            {"ignore_merges", rules.ignoreMerges},
            {"vocab", vocabularyToJson(rules.vocabulary)},
            {"merges", merges}};
}

Json modelToJson(const WordPieceRules &rules)
{
    return {{"type", "WordPiece"},
            {"unk_token", *rules.vocabulary.token(rules.unknown)},
            {"continuing_subword_prefix", rules.continuationPrefix},
            {"max_input_chars_per_word", rules.longestWord},
            {"vocab", vocabularyToJson(rules.vocabulary)}};
}

Json configToJson(const TokenizerDefinition &definition, bool isWordPiece)
{
    Json config;
    const bool isBert = isWordPiece && definition.normalization;
    config["tokenizer_class"] = isBert ? "BertTokenizer" : "PreTrainedTokenizerFast";
    if (isBert)
        config["do_lower_case"] = definition.normalization->lowerCase;
    constexpr std::pair<const char *, const char *> roles[] = {{"unk_token", "[UNK]"},
                                                               {"cls_token", "[CLS]"},
                                                               {"sep_token", "[SEP]"},
                                                               {"pad_token", "[PAD]"},
                                                               {"mask_token", "[MASK]"}};
    for (const auto &[role, content] : roles)
        if (std::ranges::find(definition.addedTokens, content, &AddedToken::content) !=
            definition.addedTokens.end())
            config[role] = content;
    return config;
}

// The lines of vocab.txt; nothing when a token cannot be a line or an id is missing.
std::optional<std::string> vocabularyLines(const Vocabulary &vocabulary)
{
    std::string lines;
    for (TokenId id = 0; id < vocabulary.end(); ++id) {
        const std::string *text = vocabulary.token(id);
        if (!text || text->empty() || text->find_first_of("\r\n") != std::string::npos)
            return std::nullopt;
        lines += *text + "\n";
    }
    return lines;
}

void writeText(const std::filesystem::path &file, const Json &value)
{
    writeFileAtomically(file, value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

} // namespace

void writeTokenizer(const TokenizerDefinition &definition, const std::filesystem::path &folder)
{
    const auto *wordPiece = std::get_if<std::shared_ptr<const WordPieceRules>>(&definition.model);
    const PreTokenizer preTokenizer =
        std::visit([](const auto &rules) { return rules->preTokenizer; }, definition.model);
    Json document;
    document["version"] = "1.0";
    document["truncation"] = truncationToJson(definition.savedTruncation);
    document["padding"] = paddingToJson(definition.savedPadding);
    document["added_tokens"] = addedTokensToJson(definition.addedTokens);
    document["normalizer"] = normalizerToJson(definition.normalization);
    document["pre_tokenizer"] = preTokenizerToJson(preTokenizer);
    document["post_processor"] = postProcessorToJson(definition.specialTemplate);
    document["decoder"] =
        decoderToJson(definition.decoder, wordPiece ? (*wordPiece)->continuationPrefix : "");
    document["model"] =
        std::visit([](const auto &rules) { return modelToJson(*rules); }, definition.model);
    writeText(folder / "tokenizer.json", document);
    writeText(folder / "tokenizer_config.json", configToJson(definition, wordPiece != nullptr));
    if (wordPiece)
        if (const auto lines = vocabularyLines((*wordPiece)->vocabulary))
            writeFileAtomically(folder / "vocab.txt", *lines);
}

} // namespace helicase
