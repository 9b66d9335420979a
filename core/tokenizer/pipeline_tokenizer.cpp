#include "core/tokenizer/pipeline_tokenizer.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/tokenizer/characters.h"

#include <algorithm>

namespace helicase {

namespace {

void refuseHuge(std::string_view text)
{
    if (text.size() > static_cast<size_t>(INT32_MAX))
        throw Error("a text of " + std::to_string(text.size()) + " bytes is too long to tokenize",
                    "cut it into pieces below 2 GB", ExitStatus::BadInput);
}

// What English spelling wants without the blank that joined the tokens.
void tidy(std::string &text)
{
    constexpr std::pair<std::string_view, std::string_view> replacements[] = {
        {" .", "."},   {" ?", "?"},     {" !", "!"},     {" ,", ","},
        {" ' ", "'"},  {" n't", "n't"}, {" 'm", "'m"},   {" do not", " don't"},
        {" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"},
    };
    for (const auto &[from, to] : replacements)
        for (size_t at = text.find(from); at != std::string::npos;
             at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
}

// Counts code points from the beginning of a text on.
class CodePointCounter {
public:
    explicit CodePointCounter(std::string_view text) : text_(text) {}

    // The number of code points before a byte; bytes may be asked for in ascending order only.
    int32_t before(size_t byte)
    {
        for (; byte_ < byte; ++count_)
            byte_ += static_cast<size_t>(decodeFirst(text_.substr(byte_)).bytes);
        return count_;
    }

private:
    std::string_view text_;
    size_t byte_ = 0;
    int32_t count_ = 0;
};

void bytesToCodePoints(std::string_view text, std::span<TokenSpan> spans)
{
    if (isAscii(text))
        return;
    CodePointCounter begins(text);
    CodePointCounter ends(text);
    for (TokenSpan &span : spans)
        span = {begins.before(static_cast<size_t>(span.begin)),
                ends.before(static_cast<size_t>(span.end))};
}

} // namespace

PipelineTokenizer::PipelineTokenizer(TokenizerDefinition definition)
    : definition_(std::move(definition))
{
    if (const auto *bpe = std::get_if<std::shared_ptr<const BpeRules>>(&definition_.model)) {
        vocabulary_ = &(*bpe)->vocabulary;
        unknownId_ = (*bpe)->unknown;
        model_ = makeBpeModel(*bpe);
    } else {
        const auto &wordPiece = std::get<std::shared_ptr<const WordPieceRules>>(definition_.model);
        vocabulary_ = &wordPiece->vocabulary;
        unknownId_ = wordPiece->unknown;
        model_ = makeWordPieceModel(wordPiece);
    }
    std::vector<AddedToken> original;
    std::vector<AddedToken> normalized;
    for (AddedToken token : definition_.addedTokens) {
        addedVocabulary_.add(token.content, token.id);
        if (!token.isNormalized) {
            original.push_back(std::move(token));
            continue;
        }
        if (definition_.normalization)
            token.content = normalizeForBert(token.content, *definition_.normalization, 0).text;
        normalized.push_back(std::move(token));
    }
    original_ = AddedTokenMatcher(std::move(original));
    normalized_ = AddedTokenMatcher(std::move(normalized));
    size_ = std::max(vocabulary_->end(), addedVocabulary_.end());
    padId_ = find("[PAD]").value_or(
        find("<pad>").value_or(definition_.savedPadding ? definition_.savedPadding->id : noToken));
}

void PipelineTokenizer::appendPlain(std::string_view text, std::vector<TokenId> &ids,
                                    std::vector<TokenSpan> *spans) const
{
    const size_t first = ids.size();
    const auto add = [&](const TextSegment &segment, size_t offset) {
        const size_t firstSpan = ids.size();
        if (segment.id == noToken) {
            const auto part = text.substr(offset + segment.begin, segment.end - segment.begin);
            model_->append(part, ids, spans);
        } else {
            ids.push_back(segment.id);
            if (spans)
                spans->push_back({0, static_cast<int32_t>(segment.end - segment.begin)});
        }
        const auto begin = static_cast<int32_t>(offset + segment.begin);
        if (!spans || begin == 0)
            return;
        for (TokenSpan &span : std::span(*spans).subspan(spans->size() - (ids.size() - firstSpan)))
            span = {span.begin + begin, span.end + begin};
    };
    for (const TextSegment &segment : original_.split(text)) {
        if (segment.id != noToken || normalized_.isEmpty()) {
            add(segment, 0);
            continue;
        }
        const auto part = text.substr(segment.begin, segment.end - segment.begin);
        for (const TextSegment &inner : normalized_.split(part))
            add(inner, segment.begin);
    }
    if (spans)
        bytesToCodePoints(text, std::span(*spans).subspan(spans->size() - (ids.size() - first)));
}

// Cleaned text has places of its own; each byte of it knows the code points that it came from.
void PipelineTokenizer::appendNormalized(std::string_view text, std::vector<TokenId> &ids,
                                         std::vector<TokenSpan> *spans) const
{
    std::vector<TokenSpan> bytes;
    CodePointCounter codePoints(text);
    for (const TextSegment &segment : original_.split(text)) {
        const int32_t begin = codePoints.before(segment.begin);
        if (segment.id != noToken) {
            ids.push_back(segment.id);
            if (spans)
                spans->push_back({begin, codePoints.before(segment.end)});
            continue;
        }
        const auto part = text.substr(segment.begin, segment.end - segment.begin);
        const NormalizedText clean = normalizeForBert(part, *definition_.normalization, begin);
        for (const TextSegment &inner : normalized_.split(clean.text)) {
            bytes.clear();
            if (inner.id == noToken) {
                const std::string_view words(clean.text);
                model_->append(words.substr(inner.begin, inner.end - inner.begin), ids, &bytes);
            } else {
                ids.push_back(inner.id);
                bytes.push_back({0, static_cast<int32_t>(inner.end - inner.begin)});
            }
            if (!spans)
                continue;
            for (const TokenSpan &span : bytes)
                spans->push_back(
                    {clean.origins[inner.begin + static_cast<size_t>(span.begin)].begin,
                     clean.origins[inner.begin + static_cast<size_t>(span.end) - 1].end});
        }
    }
}

void PipelineTokenizer::append(std::string_view text, std::vector<TokenId> &ids,
                               std::vector<TokenSpan> *spans) const
{
    refuseHuge(text);
    if (definition_.normalization)
        appendNormalized(text, ids, spans);
    else
        appendPlain(text, ids, spans);
}

void PipelineTokenizer::appendText(std::string_view text, uint8_t typeId, Encoding &encoding) const
{
    append(text, encoding.ids, &encoding.offsets);
    completeColumns(encoding, typeId);
}

Encoding PipelineTokenizer::encodeTexts(std::string_view first, const std::string_view *second,
                                        SpecialTokens special) const
{
    Encoding encoding;
    if (special == SpecialTokens::Omit) {
        appendText(first, 0, encoding);
        if (second)
            appendText(*second, 1, encoding);
        return encoding;
    }
    const SpecialTemplate &parts = definition_.specialTemplate;
    for (const TemplatePart &part : second ? parts.pair : parts.single) {
        if (part.kind == TemplatePart::Kind::Special)
            appendSpecial(encoding, part);
        else
            appendText(part.kind == TemplatePart::Kind::First ? first : *second, part.typeId,
                       encoding);
    }
    return encoding;
}

Encoding PipelineTokenizer::encode(std::string_view text, SpecialTokens special) const
{
    return encodeTexts(text, nullptr, special);
}

Encoding PipelineTokenizer::encodePair(std::string_view first, std::string_view second,
                                       SpecialTokens special) const
{
    return encodeTexts(first, &second, special);
}

std::vector<TokenId> PipelineTokenizer::encodeIds(std::string_view text,
                                                  SpecialTokens special) const
{
    std::vector<TokenId> ids;
    if (special == SpecialTokens::Omit) {
        append(text, ids, nullptr);
        return ids;
    }
    for (const TemplatePart &part : definition_.specialTemplate.single) {
        if (part.kind == TemplatePart::Kind::Special)
            ids.push_back(part.id);
        else
            append(text, ids, nullptr);
    }
    return ids;
}

Encoding PipelineTokenizer::assemble(const Encoding &first, const Encoding *second) const
{
    return definition_.specialTemplate.apply(first, second);
}

const AddedToken *PipelineTokenizer::addedToken(TokenId id) const
{
    const auto found = std::ranges::find(definition_.addedTokens, id, &AddedToken::id);
    return found == definition_.addedTokens.end() ? nullptr : &*found;
}

std::string PipelineTokenizer::decodeWordPieces(std::span<const std::string> tokens) const
{
    const auto *rules = std::get_if<std::shared_ptr<const WordPieceRules>>(&definition_.model);
    const std::string prefix = rules ? (*rules)->continuationPrefix : "##";
    std::string text;
    for (size_t i = 0; i < tokens.size(); ++i) {
        const bool continues = i > 0 && tokens[i].starts_with(prefix);
        std::string part =
            continues ? tokens[i].substr(prefix.size()) : (i > 0 ? " " : "") + tokens[i];
        if (definition_.decoder == TokenDecoder::WordPieceTidy)
            tidy(part);
        text += part;
    }
    return text;
}

std::string PipelineTokenizer::decode(std::span<const TokenId> ids, SpecialTokens special) const
{
    std::vector<std::string> tokens;
    for (const TokenId id : ids) {
        const AddedToken *added = addedToken(id);
        const bool isLeftOut = added && added->isSpecial && special == SpecialTokens::Omit;
        std::string text = token(id);
        if (!isLeftOut && !text.empty())
            tokens.push_back(std::move(text));
    }
    return definition_.decoder == TokenDecoder::Blanks ? join(tokens, " ")
                                                       : decodeWordPieces(tokens);
}

std::string PipelineTokenizer::token(TokenId id) const
{
    const std::string *text = addedVocabulary_.token(id);
    if (!text)
        text = vocabulary_->token(id);
    return text ? *text : std::string();
}

std::optional<TokenId> PipelineTokenizer::find(std::string_view token) const
{
    const auto added = addedVocabulary_.find(token);
    return added ? added : vocabulary_->find(token);
}

void PipelineTokenizer::save(const std::filesystem::path &folder) const
{
    writeTokenizer(definition_, folder);
}

} // namespace helicase
