// Finds the <dna>...</dna> runs of a document, by the rule of the unified tokenizer: a run ends at
// the first closer, </dna> or a second <dna>, and never crosses a line break. Pure functions.
#pragma once

#include <QStringView>

#include <cstdint>
#include <optional>
#include <vector>

namespace helicase {

// Places are UTF-16 units of the document, half-open: tags in [open, begin) and [end, close).
struct DnaRun {
    int32_t open = 0;
    int32_t begin = 0;
    int32_t end = 0;
    int32_t close = 0;

    int32_t length() const { return end - begin; }
};

// A tag without its partner.
struct StrayTag {
    int32_t begin = 0;
    int32_t end = 0;
    bool isOpener = false;
};

struct DnaMarkup {
    std::vector<DnaRun> runs;
    std::vector<StrayTag> strayTags;
};

DnaMarkup findDnaRuns(QStringView text);

// The run whose bases or tags hold the position; -1 without one.
int32_t runAt(const std::vector<DnaRun> &runs, int32_t position);

// IUPAC nucleotide codes in either case.
bool isNucleotideCode(char16_t letter);

inline constexpr QStringView dnaOpener = u"<dna>";
inline constexpr QStringView dnaCloser = u"</dna>";

} // namespace helicase
