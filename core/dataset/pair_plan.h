// Cutting training pairs out of genomes or an assembly: what is taken from where is planned from a
// first look at the files, then species after species is read and cut, so that memory holds the
// sequences of one species. One thread.
#pragma once

#include "core/dataset/genome_split.h"
#include "core/dataset/pair_cutter.h"

#include <functional>
#include <nlohmann/json_fwd.hpp>

namespace helicase {

enum class SplitBy { Genomes, Table };

struct PairRequest {
    std::vector<std::filesystem::path> inputs; // see genome_catalog.h
    std::filesystem::path labels;              // empty: none
    FragmentSettings fragments{.strand = FragmentStrand::Either};
    int64_t pairs = 100; // of a species; of a sequence without species at most, see pairsOf()
    SplitBy splitBy = SplitBy::Genomes;
    double validationShare = 0.1; // of the genomes, and of the pairs of a species
    uint64_t seed = 1;
};

// Of the pairs of one split.
struct PairStatistics {
    int64_t pairs = 0;
    int64_t species = 0;
    int64_t genomes = 0;
    int64_t shortest = 0; // bases of a fragment
    int64_t longest = 0;
    int64_t bases = 0;        // of all fragments
    int64_t unknownBases = 0; // of those, letters other than A, C, G, T
    RefusedDraws refused;
    std::vector<std::string> tooLittle; // species without two fragments of known sequence
};

// Sequences that no pair is cut from.
struct LeftOutSequences {
    int64_t tooShort = 0; // below the shortest fragment
    int64_t tooShortBases = 0;
    int64_t withoutLabel = 0;
    int64_t heldOut = 0; // by genomes.tsv
};

using TakePair = std::function<void(ContrastivePair &&)>;

class PairPlan {
public:
    // Throws InputError, also when no species has enough for a pair or is left for training,
    // OptionError, Stopped.
    PairPlan(PairRequest request, Progress &progress, const std::stop_token &stop);

    // All pairs of a split, species after species; each names its species. Pairs do not depend on
    // the other split.
    PairStatistics cut(PairSplit split, const TakePair &take, Progress &progress,
                       const std::stop_token &stop) const;

    bool hasSpecies() const { return catalog_.hasSpecies; }
    const LeftOutSequences &leftOut() const { return leftOut_; }

private:
    // Of a split: the records of a species, in the order of the files.
    struct Group {
        std::string species;
        std::vector<const GenomeRecord *> records;
    };

    void leaveOutShortRecords();
    std::vector<Group> groupsOf(PairSplit split) const;
    int64_t fragmentsIn(const Group &group) const;
    // Of a species as many as asked for, for validation their share. Without species as many as
    // fragments of the longest kind fit into the sequence, at most as many as asked for.
    int64_t pairsOf(const Group &group, PairSplit split) const;

    PairRequest request_;
    GenomeCatalog catalog_;
    std::vector<PairSplit> splits_; // of each record
    LeftOutSequences leftOut_;
};

nlohmann::json toJson(const PairStatistics &statistics);
nlohmann::json toJson(const LeftOutSequences &leftOut);

} // namespace helicase
