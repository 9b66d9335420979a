#include "widgets/annotate/dna_markup.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace helicase {

namespace {

int32_t narrow(qsizetype place)
{
    return static_cast<int32_t>(place);
}

void findInLine(QStringView text, qsizetype lineBegin, qsizetype lineEnd, DnaMarkup &markup)
{
    const QStringView line = text.mid(lineBegin, lineEnd - lineBegin);
    qsizetype at = 0;
    while (at < line.size()) {
        const qsizetype opener = line.indexOf(dnaOpener, at);
        const qsizetype strayCloser = line.indexOf(dnaCloser, at);
        if (strayCloser >= 0 && (opener < 0 || strayCloser < opener)) {
            markup.strayTags.push_back({narrow(lineBegin + strayCloser),
                                        narrow(lineBegin + strayCloser + dnaCloser.size()), false});
            at = strayCloser + dnaCloser.size();
            continue;
        }
        if (opener < 0)
            return;
        const qsizetype begin = opener + dnaOpener.size();
        const qsizetype closer = line.indexOf(dnaCloser, begin);
        const qsizetype again = line.indexOf(dnaOpener, begin);
        if (closer < 0 && again < 0) {
            markup.strayTags.push_back(
                {narrow(lineBegin + opener), narrow(lineBegin + begin), true});
            return;
        }
        const bool endsWithCloser = closer >= 0 && (again < 0 || closer < again);
        const qsizetype end = endsWithCloser ? closer : again;
        const qsizetype close = end + (endsWithCloser ? dnaCloser.size() : dnaOpener.size());
        markup.runs.push_back({narrow(lineBegin + opener), narrow(lineBegin + begin),
                               narrow(lineBegin + end), narrow(lineBegin + close)});
        at = close;
    }
}

} // namespace

DnaMarkup findDnaRuns(QStringView text)
{
    DnaMarkup markup;
    qsizetype lineBegin = 0;
    while (lineBegin < text.size()) {
        qsizetype lineEnd = text.indexOf(u'\n', lineBegin);
        if (lineEnd < 0)
            lineEnd = text.size();
        findInLine(text, lineBegin, lineEnd, markup);
        lineBegin = lineEnd + 1;
    }
    return markup;
}

int32_t runAt(const std::vector<DnaRun> &runs, int32_t position)
{
    const auto after = std::ranges::upper_bound(runs, position, {}, &DnaRun::open);
    if (after == runs.begin())
        return -1;
    const auto run = std::prev(after);
    return position < run->close ? static_cast<int32_t>(run - runs.begin()) : -1;
}

bool isNucleotideCode(char16_t letter)
{
    static constexpr auto codes = [] {
        std::array<bool, 128> known = {};
        for (const char code : std::string_view("ACGTUNRYSWKMBDHVacgtunryswkmbdhv"))
            known[static_cast<size_t>(code)] = true;
        return known;
    }();
    return letter < codes.size() && codes[letter];
}

} // namespace helicase
