// Depth of coverage as evidence beside composition. Contigs of one genome are covered alike in
// every sample, so that the depths of two contigs are compared by a kernel on the logarithms of
// their depths relative to the sample's mean: k = exp(-d^2 / (2 s^2)), s = ln 2; half or twice the
// depth gives 0.61. (Depths per sample as evidence beside composition, in logarithms: CONCOCT,
// Alneberg et al., Nature Methods 11, 1144, 2014. A kernel of their difference in place of the
// values themselves, because a dot product of values would call two deeply covered contigs alike
// for being deep.) The kernel is written as a dot product of vectors of unit length, its Fourier
// series, so that the vectors of contigs stay vectors of unit length, to which every method
// applies, and the similarity of two contigs becomes (cosine + w^2 mean k) / (1 + w^2) with the
// weight w. No LibTorch type; thread-safe.
#pragma once

#include "core/base/matrix.h"
#include "core/sequence/contig_depth.h"

#include <span>
#include <string>
#include <vector>

namespace helicase {

// Depth vectors of the contigs with these ids, of unit length and the same for each candidate. A
// contig without a depth in a sample gets the mean vector of that sample: it is neither like nor
// unlike the others by depth.
class DepthFeatures {
public:
    // What is missing goes to notes. Throws InputError with a hint when no contig has a depth.
    DepthFeatures(const DepthTable &depths, std::span<const std::string> ids,
                  const std::filesystem::path &file, std::vector<std::string> &notes);

    // The rows, of unit length, followed by the weighted depths; of unit length again.
    Matrix appendedTo(const Matrix &unitVectors, double weight) const;

private:
    Matrix features_;
};

} // namespace helicase
