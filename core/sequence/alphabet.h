// Letters of nucleotide sequences and what can be said about them without a model.
#pragma once

#include <string>
#include <string_view>

namespace helicase {

// A, C, G, T, U, the codes for several bases, N (upper or lower case), and the gap signs '-' and
// '.' (NC-IUB, Nomenclature for incompletely specified bases, 1984).
bool isNucleotideCode(char letter);

// The other strand, read from its own start. Codes for several bases become their complements, case
// is kept, U becomes A; everything else stays as it is.
std::string reverseComplement(std::string_view bases);

// Share of G and C among A, C, G, T and U, 0 to 1; 0 when there are none.
double gcShare(std::string_view bases);

} // namespace helicase
