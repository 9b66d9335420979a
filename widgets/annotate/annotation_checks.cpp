#include "widgets/annotate/annotation_checks.h"

#include "core/base/progress.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <unordered_map>

namespace helicase {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("helicase::Annotation", text);
}

QString number(int64_t value)
{
    return QLocale().toString(static_cast<qlonglong>(value));
}

// Long stretches are shortened in messages.
QString excerpt(QStringView text)
{
    constexpr qsizetype longest = 12;
    return text.size() <= longest ? text.toString() : text.left(longest).toString() + u'…';
}

class ProblemList {
public:
    explicit ProblemList(Annotation &annotation) : annotation_(annotation) {}

    // The message is composed only for problems that are kept.
    template <typename Compose>
    void add(int32_t begin, int32_t end, DocumentProblem::Remedy remedy, const Compose &compose)
    {
        if (annotation_.problems.size() >= largestProblemList) {
            ++annotation_.furtherProblems;
            return;
        }
        annotation_.problems.push_back({begin, end, compose(), remedy});
    }

private:
    Annotation &annotation_;
};

void addStrayTags(QStringView text, const std::vector<StrayTag> &tags, ProblemList &problems)
{
    for (const StrayTag &tag : tags) {
        const auto compose = [&] {
            const QString line = number(lineColumn(text, tag.begin).line);
            return tag.isOpener ? say("Line %1: <dna> is not closed. The rest of the line is text.")
                                      .arg(line)
                                : say("Line %1: </dna> has no <dna> before it. It is read as text.")
                                      .arg(line);
        };
        problems.add(tag.begin, tag.end,
                     tag.isOpener ? DocumentProblem::Remedy::CloseRun
                                  : DocumentProblem::Remedy::RemoveTag,
                     compose);
    }
}

enum class LetterFault { None, NoNucleotide, LowerCase };

// Lower case is a fault only where the vocabulary does not know it.
LetterFault faultOf(char16_t letter, bool isUnknown)
{
    if (!isNucleotideCode(letter))
        return LetterFault::NoNucleotide;
    const bool isLower = letter >= u'a' && letter <= u'z';
    return isLower && isUnknown ? LetterFault::LowerCase : LetterFault::None;
}

QString letterMessage(QStringView text, const DnaRun &run, int32_t begin, int32_t end,
                      LetterFault fault, bool isUnknown)
{
    const QString line = number(lineColumn(text, begin).line);
    const QString first = number(begin - run.begin + 1);
    const QString last = number(end - run.begin);
    const QString letters = excerpt(text.mid(begin, end - begin));
    QString message;
    if (fault == LetterFault::LowerCase)
        message =
            say("Line %1, bases %2 to %3: “%4” is lower case.").arg(line, first, last, letters);
    else if (end - begin == 1)
        message = say("Line %1, base %2: “%3” is not a nucleotide code.").arg(line, first, letters);
    else
        message = say("Line %1, bases %2 to %3: “%4” are no nucleotide codes.")
                      .arg(line, first, last, letters);
    return isUnknown ? message + u' ' + say("It becomes [UNK].") : message;
}

void addLetters(QStringView text, const Annotation &annotation, const DnaRun &run,
                ProblemList &problems, const std::stop_token &stop)
{
    throwIfStopped(stop);
    int32_t begin = run.begin;
    while (begin < run.end) {
        const auto isUnknownAt = [&](int32_t place) {
            throwIfStopped(stop);
            const int64_t token = tokenAt(annotation.tokens, place);
            return token < 0 ||
                   annotation.tokens[static_cast<size_t>(token)].kind == TokenKind::Unknown;
        };
        const auto faultAt = [&](int32_t place) {
            const char16_t letter = text[place].unicode();
            const bool isUpperCode = letter < u'a' && isNucleotideCode(letter);
            return isUpperCode ? LetterFault::None : faultOf(letter, isUnknownAt(place));
        };
        const LetterFault fault = faultAt(begin);
        int32_t end = begin + 1;
        if (fault != LetterFault::None) {
            while (end < run.end && faultAt(end) == fault)
                ++end;
            const bool isUnknown = isUnknownAt(begin);
            problems.add(begin, end,
                         fault == LetterFault::LowerCase ? DocumentProblem::Remedy::UpperCase
                                                         : DocumentProblem::Remedy::ReplaceByN,
                         [&] { return letterMessage(text, run, begin, end, fault, isUnknown); });
        }
        begin = end;
    }
}

void addUnknownText(QStringView text, const Annotation &annotation, ProblemList &problems,
                    const std::stop_token &stop)
{
    for (const AnnotatedToken &token : annotation.tokens) {
        throwIfStopped(stop);
        if (token.kind != TokenKind::Unknown || token.run >= 0)
            continue;
        problems.add(token.begin, token.end, DocumentProblem::Remedy::None, [&] {
            const LineColumn place = lineColumn(text, token.begin);
            return say("Line %1, character %2: “%3” is not in the vocabulary.")
                .arg(number(place.line), number(place.column + 1),
                     excerpt(text.mid(token.begin, token.end - token.begin)));
        });
    }
}

// Lower case without accents: what an uncased vocabulary can spell at best.
QString folded(QStringView text)
{
    QString result;
    for (const QChar letter : text.toString().normalized(QString::NormalizationForm_D)) {
        if (letter.category() != QChar::Mark_NonSpacing && !letter.isSpace())
            result += letter.toLower();
    }
    return result;
}

bool isTag(const std::vector<DnaRun> &runs, int32_t place)
{
    const int32_t index = runAt(runs, place);
    if (index < 0)
        return false;
    const DnaRun &run = runs[static_cast<size_t>(index)];
    return place < run.begin || place >= run.end;
}

// What a token adds to the text, asked of the vocabulary once per id.
class SpellingOfId {
public:
    explicit SpellingOfId(const NamedTokenizer &named) : named_(named) {}

    const QString &operator()(const AnnotatedToken &token)
    {
        auto [entry, isNew] = spellings_.try_emplace(token.id);
        if (isNew) {
            entry->second = tokenText(named_, token.id);
            if (!token.isDna && entry->second.startsWith(u"##"))
                entry->second.remove(0, 2);
        }
        return entry->second;
    }

private:
    const NamedTokenizer &named_;
    std::unordered_map<TokenId, QString> spellings_;
};

// First place in [begin, end) whose character no token holds although it matters; -1 without one.
int32_t lostBetween(QStringView text, const Annotation &annotation, int32_t begin, int32_t end)
{
    for (int32_t place = begin; place < end; ++place)
        if (!text[place].isSpace() && !isTag(annotation.runs, place))
            return place;
    return -1;
}

} // namespace

QString tokenText(const NamedTokenizer &tokenizer, TokenId id)
{
    return QString::fromStdString(tokenizer.tokenizer->token(id));
}

void findProblems(QStringView text, const std::vector<StrayTag> &strayTags, Annotation &annotation,
                  const std::stop_token &stop)
{
    ProblemList problems(annotation);
    addStrayTags(text, strayTags, problems);
    for (const DnaRun &run : annotation.runs)
        addLetters(text, annotation, run, problems, stop);
    addUnknownText(text, annotation, problems, stop);
    std::ranges::stable_sort(annotation.problems, {}, &DocumentProblem::begin);
}

RoundTrip checkRoundTrip(QStringView text, const Annotation &annotation,
                         const std::stop_token &stop)
{
    using Verdict = RoundTrip::Verdict;
    RoundTrip result;
    const auto weaken = [&](int32_t place, const char *reason) {
        if (result.verdict == Verdict::Identical)
            result = {Verdict::SameLetters, place, say(reason)};
    };
    SpellingOfId spellingOf(*annotation.tokenizer);
    int32_t covered = 0;
    for (const AnnotatedToken &token : annotation.tokens) {
        throwIfStopped(stop);
        if (token.isAdded)
            continue;
        const int32_t lost = lostBetween(text, annotation, covered, token.begin);
        if (lost >= 0)
            return {Verdict::Different, lost, say("“%1” is lost").arg(excerpt(text.mid(lost, 1)))};
        if (covered < token.begin) {
            const qsizetype lineBreak = text.mid(covered, token.begin - covered).indexOf(u'\n');
            if (lineBreak >= 0)
                weaken(covered + static_cast<int32_t>(lineBreak), "line breaks are lost");
        }
        const QStringView source = text.mid(token.begin, token.end - token.begin);
        const QString &spelled = spellingOf(token);
        covered = std::max(covered, token.end);
        if (source == spelled)
            continue;
        if (token.isDna || folded(source) != folded(spelled))
            return {Verdict::Different, token.begin,
                    say("“%1” becomes %2").arg(excerpt(source), spelled)};
        weaken(token.begin, "case and accents are lost");
    }
    const auto end = static_cast<int32_t>(text.size());
    if (const int32_t lost = lostBetween(text, annotation, covered, end); lost >= 0)
        return {Verdict::Different, lost, say("“%1” is lost").arg(excerpt(text.mid(lost, 1)))};
    return result;
}

} // namespace helicase
