// Bins that other programs made, joined to the contigs of an evaluation by id. No LibTorch type;
// thread-safe.
#pragma once

#include "core/neural/evaluate/bin_scores.h"

namespace helicase {

struct GivenBins {
    std::string name; // of the file or folder
    BinEvaluation scores;
};

// path: as readBins takes it. Contigs that are not evaluated are counted in a note. Throws
// InputError with a hint when no contig of the file is evaluated.
GivenBins scoreGivenBins(const std::filesystem::path &path, const LabelledSequences &data,
                         std::vector<std::string> &notes);

// The contigs of a gold standard with their lengths, from its column LENGTH or _LENGTH or, if
// given, from the sequences; without bases. Throws InputError.
LabelledSequences readGoldStandard(const std::filesystem::path &goldStandard,
                                   const std::filesystem::path &sequences, int64_t shortest);

} // namespace helicase
