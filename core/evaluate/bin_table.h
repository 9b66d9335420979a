// What bins of contigs are worth when the species of every contig is known.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace helicase {

inline constexpr int64_t unbinned = -1;

// Quality by the completeness and contamination limits of MIMAG (Bowers et al., Nature
// Biotechnology 35, 725-731, 2017): high above 90 % and below 5 %, medium from 50 % and below 10 %.
// Its rule about RNA genes needs genes and is left out.
enum class BinQuality { High, Medium, Low };

struct Bin {
    int64_t number = 0;
    std::string species; // the one with most bases in the bin
    int64_t contigs = 0;
    int64_t bases = 0;
    double completeness = 0;  // bases of the species in this bin / all its bases given
    double contamination = 0; // bases of other species / bases of the bin
    BinQuality quality = BinQuality::Low;
    double contigCompleteness = 0; // contigs of the species in this bin / all its contigs given
    double contigPurity = 0;       // contigs of the species / contigs of the bin
};

// One row per bin, by falling number of bases. bins: number of each contig's bin, or unbinned. The
// three spans have the same length.
std::vector<Bin> binTable(std::span<const int64_t> bins, std::span<const std::string> species,
                          std::span<const int64_t> lengths);

std::string_view toString(BinQuality quality);

// One species after bins were assigned to species one to one so that most contigs agree.
struct SpeciesScores {
    std::string species;
    int64_t bin = unbinned; // assigned to it; unbinned when there was none left
    int64_t contigs = 0;    // that were scored
    double precision = 0;   // by contigs
    double recall = 0;
    double f1 = 0;
};

// The published evaluation leaves contigs without a bin out of all figures; counted as missed, they
// lower the recall of their species.
enum class UnbinnedContigs { LeftOut, CountAsMissed };

struct BinningScores {
    double adjustedRand = 0; // over the contigs in bins, as normalisedMutualInformation
    double normalisedMutualInformation = 0;
    double purity = 0;        // bases of the bins' main species / all bases in bins
    double completeness = 0;  // mean over the species: its share of bases in the bin assigned to it
    double contamination = 0; // 1 - purity
    double f1 = 0;            // mean over the species
    int64_t bins = 0;
    int64_t highQuality = 0;
    int64_t mediumQuality = 0;
    int64_t unbinnedContigs = 0;
    std::vector<SpeciesScores> species; // by name
};

BinningScores binningScores(std::span<const int64_t> bins, std::span<const std::string> species,
                            std::span<const int64_t> lengths,
                            UnbinnedContigs rule = UnbinnedContigs::CountAsMissed);

// How many species have an F1 above 0.1, 0.2, ... 0.9: the nine figures of the published
// evaluation.
std::vector<int64_t> countsAboveTenths(std::span<const SpeciesScores> species,
                                       double SpeciesScores::*score);

// The length of the shortest contig of those that together, longest first, hold half of all bases;
// 0 for no contigs.
int64_t n50(std::span<const int64_t> lengths);

} // namespace helicase
