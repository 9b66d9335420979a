#include "core/tokenizer/pipeline_tokenizer.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/tokenizer/characters.h"

#include <algorithm>

namespace helicase {

namespace {

void appendToken(Encoding &encoding, TokenId id, TokenSpan span)
{
    encoding.ids.push_back(id);
    encoding.offsets.push_back(span);
    encoding.typeIds.push_back(0);
    encoding.attentionMask.push_back(1);
    encoding.specialMask.push_back(0);
}

Encoding plainEncoding(std::vector<TokenId> ids)
{
    Encoding encoding;
    encoding.offsets.resize(ids.size());
    encoding.typeIds.resize(ids.size());
    encoding.attentionMask.resize(ids.size(), 1);
    encoding.specialMask.resize(ids.size());
    encoding.ids = std::move(ids);
    return encoding;
}

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

} // namespace

// Code points before each byte of a text, for offsets.
class PipelineTokenizer::Places {
public:
    explicit Places(std::string_view text)
    {
        if (isAscii(text))
            return;
        codePoints_.reserve(text.size() + 1);
        int32_t count = 0;
        for (size_t i = 0; i < text.size(); ++count) {
            i += static_cast<size_t>(decodeFirst(text.substr(i)).bytes);
            codePoints_.resize(i, count);
        }
        codePoints_.push_back(count);
    }

    int32_t at(size_t byte) const
    {
        return codePoints_.empty() ? static_cast<int32_t>(byte) : codePoints_[byte];
    }
    TokenSpan span(size_t begin, size_t end) const { return {at(begin), at(end)}; }

private:
    std::vector<int32_t> codePoints_; // empty: bytes are code points
};

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
        model_ = std::make_unique<WordPieceModel>(wordPiece);
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

template <typename OnToken, typename OnText>
void PipelineTokenizer::cutOriginal(std::string_view text, const OnToken &onToken,
                                    const OnText &onText) const
{
    refuseHuge(text);
    for (const TextSegment &segment : original_.split(text)) {
        if (segment.id != noToken) {
            onToken(segment.id, segment.begin, segment.end);
            continue;
        }
        // Cleaned text has places of its own; it is cut after cleaning.
        if (definition_.normalization || normalized_.isEmpty()) {
            onText(segment.begin, segment.end);
            continue;
        }
        const std::string_view part = text.substr(segment.begin, segment.end - segment.begin);
        for (const TextSegment &inner : normalized_.split(part)) {
            const size_t begin = segment.begin + inner.begin;
            const size_t end = segment.begin + inner.end;
            if (inner.id != noToken)
                onToken(inner.id, begin, end);
            else
                onText(begin, end);
        }
    }
}

void PipelineTokenizer::encodeNormalized(std::string_view text, int32_t firstCodePoint,
                                         Encoding &encoding) const
{
    const NormalizedText clean = normalizeForBert(text, *definition_.normalization, firstCodePoint);
    const auto span = [&](size_t begin, size_t end) {
        return TokenSpan{clean.origins[begin].begin, clean.origins[end - 1].end};
    };
    std::vector<SubwordPiece> pieces;
    for (const TextSegment &segment : normalized_.split(clean.text)) {
        if (segment.id != noToken) {
            appendToken(encoding, segment.id, span(segment.begin, segment.end));
            continue;
        }
        pieces.clear();
        model_->appendPieces(
            std::string_view(clean.text).substr(segment.begin, segment.end - segment.begin),
            pieces);
        for (const SubwordPiece &piece : pieces)
            appendToken(encoding, piece.id,
                        span(segment.begin + static_cast<size_t>(piece.begin),
                             segment.begin + static_cast<size_t>(piece.end)));
    }
}

Encoding PipelineTokenizer::encode(std::string_view text, SpecialTokens special) const
{
    Encoding encoding;
    const Places places(text);
    std::vector<SubwordPiece> pieces;
    const auto onToken = [&](TokenId id, size_t begin, size_t end) {
        appendToken(encoding, id, places.span(begin, end));
    };
    const auto onText = [&](size_t begin, size_t end) {
        const std::string_view part = text.substr(begin, end - begin);
        if (definition_.normalization) {
            encodeNormalized(part, places.at(begin), encoding);
            return;
        }
        pieces.clear();
        model_->appendPieces(part, pieces);
        for (const SubwordPiece &piece : pieces)
            appendToken(encoding, piece.id,
                        places.span(begin + static_cast<size_t>(piece.begin),
                                    begin + static_cast<size_t>(piece.end)));
    };
    cutOriginal(text, onToken, onText);
    return special == SpecialTokens::Add ? assemble(encoding, nullptr) : encoding;
}

std::vector<TokenId> PipelineTokenizer::encodeIds(std::string_view text,
                                                  SpecialTokens special) const
{
    if (definition_.normalization)
        return encode(text, special).ids;
    std::vector<TokenId> ids;
    cutOriginal(
        text, [&](TokenId id, size_t, size_t) { ids.push_back(id); },
        [&](size_t begin, size_t end) { model_->appendIds(text.substr(begin, end - begin), ids); });
    if (special == SpecialTokens::Omit)
        return ids;
    return assemble(plainEncoding(std::move(ids)), nullptr).ids;
}

Encoding PipelineTokenizer::encodePair(std::string_view first, std::string_view second,
                                       SpecialTokens special) const
{
    const Encoding firstTokens = encode(first, SpecialTokens::Omit);
    const Encoding secondTokens = encode(second, SpecialTokens::Omit);
    return special == SpecialTokens::Add ? assemble(firstTokens, &secondTokens)
                                         : joinedPlainly(firstTokens, secondTokens);
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
