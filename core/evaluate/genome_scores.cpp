#include "core/evaluate/genome_scores.h"

#include <algorithm>
#include <map>

namespace helicase {

namespace {

struct Amount {
    double bases = 0;
    double contigs = 0;

    void add(const Amount &other)
    {
        bases += other.bases;
        contigs += other.contigs;
    }
};

using Amounts = std::map<std::string, Amount>;

double pairs(double items)
{
    return items * (items - 1) / 2;
}

// How the contigs in bins spread over bins and genomes.
class Overlap {
public:
    Overlap(std::span<const int64_t> bins, std::span<const std::string> species,
            std::span<const int64_t> lengths)
    {
        for (size_t i = 0; i < bins.size(); ++i) {
            const Amount contig{static_cast<double>(lengths[i]), 1};
            all_.add(contig);
            genomes_[species[i]].add(contig);
            if (bins[i] == unbinned)
                continue;
            binned_.add(contig);
            inBin_[bins[i]].add(contig);
            cells_[bins[i]][species[i]].add(contig);
        }
    }

    GenomeScores scores() const
    {
        GenomeScores scores;
        if (cells_.empty())
            return scores;
        scores.assigned = binned_.bases / all_.bases;
        scores.assignedContigs = binned_.contigs / all_.contigs;
        addBins(scores);
        addGenomes(scores);
        scores.adjustedRand = adjustedRand(&Amount::bases);
        scores.contigAdjustedRand = adjustedRand(&Amount::contigs);
        return scores;
    }

private:
    void addBins(GenomeScores &scores) const
    {
        const auto count = static_cast<double>(cells_.size());
        for (const auto &[bin, parts] : cells_) {
            const auto main = std::ranges::max_element(
                parts, {}, [](const auto &part) { return part.second.bases; });
            const Amount &whole = inBin_.at(bin);
            const double purity = main->second.bases / whole.bases;
            const double complete = main->second.bases / genomes_.at(main->first).bases;
            scores.purity += purity / count;
            scores.contigPurity += main->second.contigs / whole.contigs / count;
            scores.accuracy += main->second.bases / all_.bases;
            scores.contigAccuracy += main->second.contigs / all_.contigs;
            for (size_t i = 0; i < genomeContamination.size(); ++i)
                for (size_t j = 0; j < genomeCompleteness.size(); ++j)
                    scores.recovered[i][j] +=
                        purity > 1 - genomeContamination[i] && complete > genomeCompleteness[j] ? 1
                                                                                                : 0;
        }
    }

    void addGenomes(GenomeScores &scores) const
    {
        std::map<std::string, Amount> largest;
        for (const auto &[bin, parts] : cells_)
            for (const auto &[genome, amount] : parts) {
                Amount &best = largest[genome];
                best = {std::max(best.bases, amount.bases), std::max(best.contigs, amount.contigs)};
            }
        const auto count = static_cast<double>(genomes_.size());
        for (const auto &[genome, amount] : largest) {
            scores.completeness += amount.bases / genomes_.at(genome).bases / count;
            scores.contigCompleteness += amount.contigs / genomes_.at(genome).contigs / count;
        }
    }

    // Hubert and Arabie 1985, with pairs of bases or of contigs.
    double adjustedRand(double Amount::*measure) const
    {
        double together = 0, inBins = 0, inGenomes = 0;
        Amounts genomes;
        for (const auto &[bin, parts] : cells_)
            for (const auto &[genome, amount] : parts) {
                together += pairs(amount.*measure);
                genomes[genome].add(amount);
            }
        for (const auto &[bin, amount] : inBin_)
            inBins += pairs(amount.*measure);
        for (const auto &[genome, amount] : genomes)
            inGenomes += pairs(amount.*measure);
        const double all = pairs(binned_.*measure);
        const double expected = all > 0 ? inBins / all * inGenomes : 0;
        const double largest = (inBins + inGenomes) / 2;
        return largest == expected ? 1 : (together - expected) / (largest - expected);
    }

    Amount all_;
    Amount binned_;
    Amounts genomes_;
    std::map<int64_t, Amount> inBin_;
    std::map<int64_t, Amounts> cells_;
};

} // namespace

GenomeScores genomeScores(std::span<const int64_t> bins, std::span<const std::string> species,
                          std::span<const int64_t> lengths)
{
    return Overlap(bins, species, lengths).scores();
}

} // namespace helicase
