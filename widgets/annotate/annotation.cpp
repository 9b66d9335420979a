#include "widgets/annotate/annotation.h"

#include "core/base/progress.h"
#include "core/tokenizer/model_maximum.h"
#include "core/tokenizer/unified_tokenizer.h"
#include "widgets/annotate/annotation_checks.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <unordered_map>

namespace helicase {

namespace {

constexpr size_t longestCountedToken = 32;

// Code points to UTF-16 units. Most documents have no surrogates, and then both are the same.
class PlaceMap {
public:
    explicit PlaceMap(const QString &text)
    {
        const bool hasSurrogates =
            std::ranges::any_of(text, [](QChar unit) { return unit.isSurrogate(); });
        if (!hasSurrogates)
            return;
        for (qsizetype unit = 0; unit < text.size(); ++unit) {
            places_.push_back(static_cast<int32_t>(unit));
            if (text[unit].isHighSurrogate() && unit + 1 < text.size() &&
                text[unit + 1].isLowSurrogate())
                ++unit;
        }
        places_.push_back(static_cast<int32_t>(text.size()));
    }

    int32_t operator()(int32_t codePoint) const
    {
        if (places_.empty())
            return codePoint;
        const auto last = static_cast<int32_t>(places_.size()) - 1;
        return places_[static_cast<size_t>(std::clamp(codePoint, 0, last))];
    }

private:
    std::vector<int32_t> places_;
};

bool isBases(const std::string &token)
{
    return !token.empty() && token.find_first_not_of("ACGTN") == std::string::npos;
}

bool isBracketed(const std::string &token)
{
    return token.size() > 2 && token.front() == '[' && token.back() == ']';
}

// Answers per id, asked of the vocabulary once.
class KindOfId {
public:
    explicit KindOfId(const NamedTokenizer &named) : named_(named)
    {
        kinds_.resize(static_cast<size_t>(std::max<int64_t>(0, named.tokenizer->vocabularySize())));
    }

    struct Answer {
        bool known = false;
        bool unknownToken = false;
        bool special = false;
        bool looksLikeDna = false;
    };

    Answer operator()(TokenId id)
    {
        if (id < 0 || static_cast<size_t>(id) >= kinds_.size())
            return {};
        Answer &answer = kinds_[static_cast<size_t>(id)];
        if (answer.known)
            return answer;
        const std::string token = named_.tokenizer->token(id);
        answer.known = true;
        answer.unknownToken = id == named_.tokenizer->unknownId() || token == "[UNK]";
        answer.special = isBracketed(token) && !answer.unknownToken;
        answer.looksLikeDna = isBases(token);
        return answer;
    }

private:
    const NamedTokenizer &named_;
    std::vector<Answer> kinds_;
};

TokenKind kindOf(const KindOfId::Answer &answer, bool isDna)
{
    if (answer.unknownToken)
        return TokenKind::Unknown;
    if (answer.special)
        return TokenKind::Special;
    return isDna ? TokenKind::Dna : TokenKind::Text;
}

void addSpecialToken(TokenId id, int32_t textEnd, Annotation &annotation)
{
    const bool isBehind =
        std::ranges::any_of(annotation.tokens, [](const auto &token) { return !token.isAdded; });
    const int32_t place = isBehind ? textEnd : 0;
    annotation.addedBehind += isBehind ? 1 : 0;
    annotation.tokens.push_back({.begin = place,
                                 .end = place,
                                 .id = id,
                                 .kind = TokenKind::Special,
                                 .isAdded = true});
}

void addTokens(const Encoding &encoding, const PlaceMap &place, int32_t textEnd,
               Annotation &annotation, const std::stop_token &stop)
{
    KindOfId kindOfId(*annotation.tokenizer);
    annotation.tokens.reserve(encoding.size());
    for (size_t index = 0; index < encoding.size(); ++index) {
        throwIfStopped(stop);
        if (encoding.specialMask.size() > index && encoding.specialMask[index] != 0) {
            addSpecialToken(encoding.ids[index], textEnd, annotation);
            continue;
        }
        const auto answer = kindOfId(encoding.ids[index]);
        AnnotatedToken token{.begin = place(encoding.offsets[index].begin),
                             .end = place(encoding.offsets[index].end),
                             .id = encoding.ids[index]};
        token.isDna =
            encoding.modalityMask.empty() ? answer.looksLikeDna : encoding.modalityMask[index] != 0;
        token.kind = kindOf(answer, token.isDna);
        token.run = token.isDna ? runAt(annotation.runs, token.begin) : -1;
        annotation.tokens.push_back(token);
    }
}

void countTokens(Annotation &annotation, const std::stop_token &stop)
{
    AnnotationCounts &counts = annotation.counts;
    annotation.dnaTokenLengths.assign(longestCountedToken + 1, 0);
    std::unordered_map<TokenId, int64_t> uses;
    for (const AnnotatedToken &token : annotation.tokens) {
        throwIfStopped(stop);
        ++counts.tokens;
        counts.special += token.kind == TokenKind::Special;
        counts.unknown += token.kind == TokenKind::Unknown;
        counts.text += !token.isDna && token.kind != TokenKind::Special;
        if (!token.isDna)
            continue;
        ++counts.dna;
        ++uses[token.id];
        const int32_t length = token.end - token.begin;
        counts.bases += length;
        ++annotation.dnaTokenLengths[std::min(static_cast<size_t>(length), longestCountedToken)];
    }
    for (const auto &[id, count] : uses)
        annotation.vocabularyUse.push_back(count);
    std::ranges::sort(annotation.vocabularyUse, std::greater());
}

} // namespace

std::shared_ptr<const NamedTokenizer> loadNamedTokenizer(const QString &folder)
{
    auto named = std::make_shared<NamedTokenizer>();
    named->tokenizer = loadTokenizer(folder.toStdString());
    named->folder = folder;
    named->modelMaximum = modelMaximum(folder.toStdString()).value_or(0);
    named->name = QFileInfo(QDir::cleanPath(folder)).fileName();
    if (const auto *unified = dynamic_cast<const UnifiedTokenizer *>(named->tokenizer.get())) {
        named->isUnified = true;
        named->dnaOffset = unified->dnaOffset();
    }
    return named;
}

std::shared_ptr<const Annotation> annotate(const AnnotationRequest &request,
                                           const std::stop_token &stop)
{
    auto annotation = std::make_shared<Annotation>();
    annotation->tokenizer = request.tokenizer;
    annotation->revision = request.revision;
    annotation->special = request.special;
    DnaMarkup markup = findDnaRuns(request.text);
    if (request.tokenizer->isUnified)
        annotation->runs = std::move(markup.runs);
    else
        markup.strayTags.clear();
    throwIfStopped(stop);
    const std::string text = request.text.toStdString();
    const Encoding encoding = request.tokenizer->tokenizer->encode(text, request.special, stop);
    addTokens(encoding, PlaceMap(request.text), static_cast<int32_t>(request.text.size()),
              *annotation, stop);
    countTokens(*annotation, stop);
    findProblems(request.text, markup.strayTags, *annotation, stop);
    annotation->roundTrip = checkRoundTrip(request.text, *annotation, stop);
    return annotation;
}

std::optional<int64_t> Annotation::firstCutToken(int64_t limit) const
{
    if (limit <= 0 || limit >= std::ssize(tokens))
        return std::nullopt;
    return std::max<int64_t>(0, limit - addedBehind);
}

int64_t tokenAt(const std::vector<AnnotatedToken> &tokens, int32_t position)
{
    const auto after = std::ranges::upper_bound(tokens, position, {}, &AnnotatedToken::begin);
    if (after == tokens.begin())
        return -1;
    const auto token = std::prev(after);
    return position < token->end ? token - tokens.begin() : -1;
}

LineColumn lineColumn(QStringView text, int32_t position)
{
    const QStringView before = text.left(position);
    const qsizetype lineBegin = before.lastIndexOf(u'\n') + 1;
    return {.line = before.count(u'\n') + 1, .column = position - lineBegin};
}

} // namespace helicase
