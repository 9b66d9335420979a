// Reads files of motifs as JASPAR and MEME offer them: TRANSFAC (matrix as rows under PO), JASPAR
// (">MA0148.4 FOXA1", then rows A, C, G, T) and MEME minimal (letter-probability matrices), plain
// or gzip; the format is recognised by content. Sources: jaspar.elixir.no, documentation of
// formats; meme-suite.org, "MEME Motif Format". Memory is bounded by the limits below.
#pragma once

#include "core/motif/motif.h"

#include <filesystem>

namespace helicase {

constexpr int64_t widestMotif = 1000;
constexpr int64_t mostMotifs = 100'000;

// In the order of the file. Probabilities become counts by the number of sites that the file gives,
// else by 100. Throws InputError with the line for a malformed matrix, counts that are negative or
// not finite, a place without any count, other columns than A, C, G, T, a motif without name or
// places, more than the limits, and a file without motifs.
std::vector<Motif> readMotifs(const std::filesystem::path &file);

} // namespace helicase
