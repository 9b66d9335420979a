#include "app/workbench/fuzzy_match.h"

#include <QStringList>

namespace helicase {

namespace {

constexpr int atNameStart = 100;
constexpr int atWordStart = 70;
constexpr int insideWord = 40;
constexpr int scattered = 10;

bool startsWord(const QString &name, qsizetype position)
{
    return position == 0 || !name[position - 1].isLetterOrNumber();
}

bool lettersInOrder(const QString &word, const QString &name)
{
    qsizetype next = 0;
    for (const QChar letter : name)
        if (next < word.size() && letter == word[next])
            ++next;
    return next == word.size();
}

int scoreOfWord(const QString &word, const QString &name)
{
    int best = 0;
    for (qsizetype at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
        const int score = at == 0 ? atNameStart : startsWord(name, at) ? atWordStart : insideWord;
        best = std::max(best, score);
    }
    if (best == 0 && word.size() > 1 && lettersInOrder(word, name))
        best = scattered;
    return best;
}

} // namespace

int fuzzyScore(const QString &typed, const QString &name)
{
    const QString lowered = name.toLower();
    int total = 1;
    for (const QString &word : typed.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const int score = scoreOfWord(word, lowered);
        if (score == 0)
            return 0;
        total += score;
    }
    // Of two equal matches the shorter name is meant.
    return total * 100 - int(std::min<qsizetype>(lowered.size(), 99));
}

} // namespace helicase
