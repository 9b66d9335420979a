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

// Bytes of a text to be cleaned at a time, up to the next blank.
size_t pieceSize(std::string_view text)
{
    constexpr size_t usual = size_t{1} << 16;
    return text.size() <= usual ? text.size()
                                : std::min(text.find_first_of(" \t\n", usual), text.size());
}

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
        canCutAtBlanks_ = (*bpe)->preTokenizer != PreTokenizer::None;
        model_ = makeBpeModel(*bpe);
    } else {
        const auto &wordPiece = std::get<std::shared_ptr<const WordPieceRules>>(definition_.model);
        vocabulary_ = &wordPiece->vocabulary;
        unknownId_ = wordPiece->unknown;
        canCutAtBlanks_ = wordPiece->preTokenizer != PreTokenizer::None;
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
    canCutAtBlanks_ = canCutAtBlanks_ && normalized.empty();
    original_ = AddedTokenMatcher(std::move(original));
    normalized_ = AddedTokenMatcher(std::move(normalized));
    size_ = std::max(vocabulary_->end(), addedVocabulary_.end());
    padId_ = find("[PAD]").value_or(
        find("<pad>").value_or(definition_.savedPadding ? definition_.savedPadding->id : noToken));
}

void PipelineTokenizer::appendPlain(std::string_view text, TokenSink &sink) const
{
    const size_t first = sink.ids.size();
    const auto spansFrom = [&sink](size_t token) {
        return std::span(*sink.spans).subspan(sink.spans->size() - (sink.ids.size() - token));
    };
    const auto add = [&](const TextSegment &segment, size_t offset) {
        const size_t firstSpan = sink.ids.size();
        if (segment.id == noToken)
            model_->append(text.substr(offset + segment.begin, segment.end - segment.begin), sink);
        else
            sink.add(segment.id, 0, segment.end - segment.begin);
        const auto begin = static_cast<int32_t>(offset + segment.begin);
        if (!sink.spans || begin == 0)
            return;
        for (TokenSpan &span : spansFrom(firstSpan))
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
    if (sink.spans)
        bytesToCodePoints(text, spansFrom(first));
}

// Cleaned text has places of its own; each byte of it knows the code points that it came from.
void PipelineTokenizer::appendCleaned(std::string_view piece, int32_t firstCodePoint,
                                      TokenSink &sink) const
{
    throwIfStopped(sink.stop);
    const NormalizedText clean =
        normalizeForBert(piece, *definition_.normalization, firstCodePoint);
    std::vector<TokenSpan> bytes;
    TokenSink inPiece{sink.ids, &bytes, sink.stop};
    for (const TextSegment &inner : normalized_.split(clean.text)) {
        bytes.clear();
        if (inner.id == noToken) {
            const std::string_view words(clean.text);
            model_->append(words.substr(inner.begin, inner.end - inner.begin), inPiece);
        } else {
            inPiece.add(inner.id, 0, inner.end - inner.begin);
        }
        if (!sink.spans)
            continue;
        for (const TokenSpan &span : bytes)
            sink.spans->push_back(
                {clean.origins[inner.begin + static_cast<size_t>(span.begin)].begin,
                 clean.origins[inner.begin + static_cast<size_t>(span.end) - 1].end});
    }
}

void PipelineTokenizer::appendNormalized(std::string_view text, TokenSink &sink) const
{
    CodePointCounter begins(text);
    CodePointCounter ends(text);
    for (const TextSegment &segment : original_.split(text)) {
        if (segment.id != noToken) {
            sink.ids.push_back(segment.id);
            if (sink.spans)
                sink.spans->push_back({begins.before(segment.begin), ends.before(segment.end)});
            continue;
        }
        for (size_t begin = segment.begin; begin < segment.end;) {
            const std::string_view rest = text.substr(begin, segment.end - begin);
            const size_t size = canCutAtBlanks_ ? pieceSize(rest) : rest.size();
            appendCleaned(rest.substr(0, size), begins.before(begin), sink);
            begin += size;
        }
    }
}

void PipelineTokenizer::append(std::string_view text, TokenSink &sink) const
{
    refuseHuge(text);
    if (definition_.normalization)
        appendNormalized(text, sink);
    else
        appendPlain(text, sink);
}

void PipelineTokenizer::appendText(std::string_view text, uint8_t typeId,
                                   const std::stop_token &stop, Encoding &encoding) const
{
    TokenSink sink{encoding.ids, &encoding.offsets, stop};
    append(text, sink);
    completeColumns(encoding, typeId);
}

Encoding PipelineTokenizer::encodeTexts(std::string_view first, const std::string_view *second,
                                        SpecialTokens special, const std::stop_token &stop) const
{
    Encoding encoding;
    if (special == SpecialTokens::Omit) {
        appendText(first, 0, stop, encoding);
        if (second)
            appendText(*second, 1, stop, encoding);
        return encoding;
    }
    const SpecialTemplate &parts = definition_.specialTemplate;
    for (const TemplatePart &part : second ? parts.pair : parts.single) {
        if (part.kind == TemplatePart::Kind::Special)
            appendSpecial(encoding, part);
        else
            appendText(part.kind == TemplatePart::Kind::First ? first : *second, part.typeId, stop,
                       encoding);
    }
    return encoding;
}

Encoding PipelineTokenizer::encode(std::string_view text, SpecialTokens special,
                                   const std::stop_token &stop) const
{
    return encodeTexts(text, nullptr, special, stop);
}

Encoding PipelineTokenizer::encodePair(std::string_view first, std::string_view second,
                                       SpecialTokens special) const
{
    return encodeTexts(first, &second, special, {});
}

std::vector<TokenId> PipelineTokenizer::encodeIds(std::string_view text,
                                                  SpecialTokens special) const
{
    std::vector<TokenId> ids;
    TokenSink sink{ids};
    if (special == SpecialTokens::Omit) {
        append(text, sink);
        return ids;
    }
    for (const TemplatePart &part : definition_.specialTemplate.single) {
        if (part.kind == TemplatePart::Kind::Special)
            ids.push_back(part.id);
        else
            append(text, sink);
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
        const bool isLeftOut = special == SpecialTokens::Omit && addedVocabulary_.token(id) &&
                               addedToken(id)->isSpecial;
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
