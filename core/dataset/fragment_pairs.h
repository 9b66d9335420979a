// Training pairs and test contigs cut at random, but repeatably, out of sequences whose species is
// known.
#pragma once

#include "core/dataset/pair_cutter.h"

#include <span>
#include <string>
#include <vector>

namespace helicase {

struct LabelledSequence {
    Sequence sequence;
    std::string label; // species
};

struct FragmentPairSettings {
    int64_t pairsPerLabel = 100;
    int64_t shortest = 1000; // bases of a fragment
    int64_t longest = 2000;
    double largestUnknownShare = 0.05; // of letters other than A, C, G, T
    FragmentStrand strand = FragmentStrand::AsGiven;
};

// For each label, in the order of their first appearance, pairs of fragments that do not overlap.
// Lengths are uniform between shortest and longest; places are uniform over all sequences of the
// label. The pairs of different labels take turns, so that any run of pairs holds many labels.
// Throws Error when a label has too little sequence for two fragments of the shortest length,
// OptionError for lengths below 1 or in the wrong order.
std::vector<ContrastivePair> cutFragmentPairs(std::span<const LabelledSequence> sequences,
                                              const FragmentPairSettings &settings,
                                              RandomStream &random);

struct ContigSettings {
    int64_t contigsPerLabel = 40;
    int64_t shortest = 2500;
    int64_t longest = 10000;
    double largestUnknownShare = 0.05;
    FragmentStrand strand = FragmentStrand::AsGiven;
};

struct Contig {
    Sequence sequence; // id "contig_000001", description "SOURCE:FIRST-LAST" (1-based) of where it
                       // was cut
    std::string label;
};

// Contigs that do not overlap, with lengths log-uniform between shortest and longest. Where a label
// has too little sequence for its contigs, they become shorter, and below the shortest length
// fewer. They are numbered after shuffling, so that an id says nothing about the label.
std::vector<Contig> cutContigs(std::span<const LabelledSequence> sequences,
                               const ContigSettings &settings, RandomStream &random);

} // namespace helicase
