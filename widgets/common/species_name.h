// How names of species are written: binomials italic, and short where space is scarce. Any thread.
#pragma once

#include <QString>

namespace helicase {

// "Escherichia coli" and "E. coli" are binomials, "TARA_ASE_MAG_00031" and "VadinCA11 sp002498365"
// are not.
bool isBinomial(const QString &name);

// "E. coli" for "Escherichia coli"; names that are no binomials stay as they are.
QString shortSpeciesName(const QString &name);

} // namespace helicase
