#include "widgets/embeddings/bin_scores.h"

#include "core/evaluate/clustering_metrics.h"

#include <algorithm>

namespace helicase {

namespace {

// The contigs that the label file knows.
struct Labelled {
    std::vector<int64_t> bins;
    std::vector<std::string> species;
    std::vector<int64_t> lengths;
    std::vector<int64_t> binsOfBinned;
    std::vector<int64_t> classesOfBinned;
};

Labelled labelledContigs(const CloudData &data, std::span<const int> groupOf)
{
    Labelled labelled;
    for (size_t contig = 0; contig < groupOf.size(); ++contig) {
        const int species = data.classes[contig];
        if (species < 0)
            continue;
        labelled.bins.push_back(groupOf[contig]);
        labelled.species.push_back(data.classNames[static_cast<size_t>(species)]);
        labelled.lengths.push_back(std::max<int64_t>(data.lengths[contig], 1));
        if (groupOf[contig] == unbinned)
            continue;
        labelled.binsOfBinned.push_back(groupOf[contig]);
        labelled.classesOfBinned.push_back(species);
    }
    return labelled;
}

} // namespace

BinScores scoreBins(const CloudData &data, std::span<const int> groupOf)
{
    BinScores scores;
    for (size_t contig = 0; contig < groupOf.size(); ++contig) {
        if (groupOf[contig] == unbinned) {
            ++scores.unbinned;
            continue;
        }
        BinFigures &bin = scores.bins[groupOf[contig]];
        ++bin.contigs;
        bin.bases += data.lengths[contig];
    }
    const Labelled labelled = labelledContigs(data, groupOf);
    for (const Bin &row : binTable(labelled.bins, labelled.species, labelled.lengths)) {
        BinFigures &bin = scores.bins[static_cast<int>(row.number)];
        bin.species = row.species;
        bin.completeness = row.completeness;
        bin.contamination = row.contamination;
    }
    if (!labelled.binsOfBinned.empty())
        scores.adjustedRand =
            clusteringScores(labelled.classesOfBinned, labelled.binsOfBinned).adjustedRand;
    return scores;
}

} // namespace helicase
