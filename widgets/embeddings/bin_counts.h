// How many contigs and bases of each species every bin holds, kept up to date contig by contig: an
// edit costs what it moves, not what there is. All counts are whole numbers, so that they are the
// same whichever way they came about. One thread per object.
#pragma once

#include "widgets/embeddings/bin_scores.h"

#include <memory>
#include <vector>

namespace helicase {

class BinCounts {
public:
    // groupOf: bin of each contig, -1: none. Contigs of unknown length count as one base.
    BinCounts(std::shared_ptr<const CloudData> data, std::vector<int> groupOf);

    const std::shared_ptr<const CloudData> &data() const { return data_; }
    // Moves the contigs that are in another bin there; one entry per contig.
    void follow(std::span<const int> groupOf);
    void move(std::span<const int> contigs, int bin); // -1: out of their bins
    BinScores scores() const;

private:
    struct Amount {
        int64_t contigs = 0;
        int64_t bases = 0;
    };
    struct BinContent {
        Amount all;                      // contigs without a label, too; bases as they are known
        Amount labelled;                 // at least one base each, as in bySpecies
        std::map<int, Amount> bySpecies; // in the order of their names
    };

    void moveOne(size_t contig, int bin);
    // sign: 1 puts it in, -1 takes it out.
    void count(size_t contig, int sign);

    std::shared_ptr<const CloudData> data_;
    std::vector<int> groupOf_;
    std::map<int, BinContent> bins_;       // none is empty
    std::vector<int64_t> basesOfSpecies_;  // of all labelled contigs, binned or not
    std::vector<int64_t> binnedOfSpecies_; // contigs
    int64_t unbinned_ = 0;
};

} // namespace helicase
