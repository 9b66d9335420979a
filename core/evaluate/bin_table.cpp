#include "core/evaluate/bin_table.h"

#include "core/evaluate/assignment.h"
#include "core/evaluate/classification_metrics.h"
#include "core/evaluate/clustering_metrics.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <map>
#include <numeric>

namespace helicase {

namespace {

BinQuality qualityOf(const Bin &bin)
{
    if (bin.completeness > 0.9 && bin.contamination < 0.05)
        return BinQuality::High;
    return bin.completeness >= 0.5 && bin.contamination < 0.1 ? BinQuality::Medium
                                                              : BinQuality::Low;
}

// Everything the scores of one binning share: species by number and the contigs that count.
class ScoredBinning {
public:
    ScoredBinning(std::span<const int64_t> bins, std::span<const std::string> species,
                  std::span<const int64_t> lengths, UnbinnedContigs rule);

    ClusteringScores clustering() const;
    std::vector<SpeciesScores> speciesScores() const;
    // Mean over the species of the share of their bases that lies in the bin assigned to them.
    double meanCompleteness() const;

private:
    void assignBins();

    std::vector<std::string> names_;     // sorted
    std::map<int64_t, size_t> binIndex_; // of a bin number
    std::vector<int64_t> speciesOf_;     // of each contig that is scored
    std::vector<int64_t> binOf_;
    std::vector<int64_t> lengths_;
    std::vector<int64_t> binOfSpecies_;   // or unbinned
    std::vector<int64_t> basesOfSpecies_; // of all contigs given
};

ScoredBinning::ScoredBinning(std::span<const int64_t> bins, std::span<const std::string> species,
                             std::span<const int64_t> lengths, UnbinnedContigs rule)
{
    assert(bins.size() == species.size() && bins.size() == lengths.size());
    const auto counts = [&](size_t i) {
        return bins[i] != unbinned || rule == UnbinnedContigs::CountAsMissed;
    };
    for (size_t i = 0; i < bins.size(); ++i) {
        if (counts(i))
            names_.push_back(species[i]);
        if (bins[i] != unbinned)
            binIndex_.emplace(bins[i], binIndex_.size());
    }
    std::sort(names_.begin(), names_.end());
    names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
    basesOfSpecies_.resize(names_.size());
    for (size_t i = 0; i < bins.size(); ++i) {
        const auto name = std::lower_bound(names_.begin(), names_.end(), species[i]);
        if (name == names_.end() || *name != species[i])
            continue;
        basesOfSpecies_[static_cast<size_t>(name - names_.begin())] += lengths[i];
        if (!counts(i))
            continue;
        speciesOf_.push_back(name - names_.begin());
        binOf_.push_back(bins[i]);
        lengths_.push_back(lengths[i]);
    }
    assignBins();
}

void ScoredBinning::assignBins()
{
    binOfSpecies_.assign(names_.size(), unbinned);
    const size_t columns = binIndex_.size();
    std::vector<double> contigs(names_.size() * columns);
    for (size_t i = 0; i < binOf_.size(); ++i) {
        if (binOf_[i] != unbinned)
            ++contigs[static_cast<size_t>(speciesOf_[i]) * columns + binIndex_.at(binOf_[i])];
    }
    const std::vector<int64_t> columnOf =
        optimalAssignment(contigs, static_cast<int64_t>(names_.size()),
                          static_cast<int64_t>(columns), Optimum::Largest);
    for (const auto &[bin, column] : binIndex_) {
        const auto row = std::find(columnOf.begin(), columnOf.end(), static_cast<int64_t>(column));
        if (row != columnOf.end())
            binOfSpecies_[static_cast<size_t>(row - columnOf.begin())] = bin;
    }
}

ClusteringScores ScoredBinning::clustering() const
{
    std::vector<int64_t> truth;
    std::vector<int64_t> found;
    for (size_t i = 0; i < binOf_.size(); ++i) {
        if (binOf_[i] == unbinned)
            continue;
        truth.push_back(speciesOf_[i]);
        found.push_back(binOf_[i]);
    }
    // No bins agree with nothing, whatever the formulas say about empty input.
    return truth.empty() ? ClusteringScores{} : clusteringScores(truth, found);
}

std::vector<SpeciesScores> ScoredBinning::speciesScores() const
{
    // A contig is predicted to be of the species its bin is assigned to; other bins and no bin are
    // classes of their own that no contig truly has.
    const auto count = static_cast<int64_t>(names_.size());
    std::map<int64_t, int64_t> speciesOfBin;
    for (int64_t i = 0; i < count; ++i)
        speciesOfBin.emplace(binOfSpecies_[static_cast<size_t>(i)], i);
    speciesOfBin[unbinned] = count;
    std::vector<int64_t> predicted;
    for (const int64_t bin : binOf_) {
        const auto entry = speciesOfBin.find(bin);
        predicted.push_back(entry == speciesOfBin.end() ? count : entry->second);
    }
    std::vector<SpeciesScores> result;
    for (const ClassScores &one : classificationScores(speciesOf_, predicted).classes) {
        if (one.label == count)
            continue;
        const auto i = static_cast<size_t>(one.label);
        result.push_back(
            {names_[i], binOfSpecies_[i], one.items, one.precision, one.recall, one.f1});
    }
    return result;
}

double ScoredBinning::meanCompleteness() const
{
    std::vector<double> inside(names_.size());
    for (size_t i = 0; i < binOf_.size(); ++i) {
        const auto species = static_cast<size_t>(speciesOf_[i]);
        if (binOf_[i] != unbinned && binOf_[i] == binOfSpecies_[species])
            inside[species] += static_cast<double>(lengths_[i]);
    }
    double sum = 0;
    for (size_t i = 0; i < inside.size(); ++i)
        sum += inside[i] / static_cast<double>(std::max<int64_t>(basesOfSpecies_[i], 1));
    return inside.empty() ? 0 : sum / static_cast<double>(inside.size());
}

} // namespace

std::vector<Bin> binTable(std::span<const int64_t> bins, std::span<const std::string> species,
                          std::span<const int64_t> lengths)
{
    assert(bins.size() == species.size() && bins.size() == lengths.size());
    std::map<std::string, int64_t> total, totalContigs;
    std::map<int64_t, std::map<std::string, int64_t>> inside, contigsInside;
    std::map<int64_t, int64_t> contigs;
    for (size_t i = 0; i < bins.size(); ++i) {
        total[species[i]] += lengths[i];
        ++totalContigs[species[i]];
        if (bins[i] == unbinned)
            continue;
        inside[bins[i]][species[i]] += lengths[i];
        ++contigsInside[bins[i]][species[i]];
        ++contigs[bins[i]];
    }
    std::vector<Bin> table;
    for (const auto &[number, bases] : inside) {
        const auto main =
            std::max_element(bases.begin(), bases.end(),
                             [](const auto &a, const auto &b) { return a.second < b.second; });
        Bin bin{.number = number, .species = main->first, .contigs = contigs[number]};
        for (const auto &[name, count] : bases)
            bin.bases += count;
        const auto ofMain = static_cast<double>(main->second);
        bin.completeness = ofMain / static_cast<double>(std::max<int64_t>(total[main->first], 1));
        bin.contamination = 1 - ofMain / static_cast<double>(std::max<int64_t>(bin.bases, 1));
        bin.quality = qualityOf(bin);
        const auto contigsOfMain = static_cast<double>(contigsInside[number][main->first]);
        bin.contigCompleteness = contigsOfMain / static_cast<double>(totalContigs[main->first]);
        bin.contigPurity = contigsOfMain / static_cast<double>(bin.contigs);
        table.push_back(bin);
    }
    std::stable_sort(table.begin(), table.end(),
                     [](const Bin &a, const Bin &b) { return a.bases > b.bases; });
    return table;
}

std::string_view toString(BinQuality quality)
{
    switch (quality) {
    case BinQuality::High:
        return "high";
    case BinQuality::Medium:
        return "medium";
    case BinQuality::Low:
        break;
    }
    return "low";
}

BinningScores binningScores(std::span<const int64_t> bins, std::span<const std::string> species,
                            std::span<const int64_t> lengths, UnbinnedContigs rule)
{
    const ScoredBinning scored(bins, species, lengths, rule);
    const ClusteringScores clustering = scored.clustering();
    BinningScores scores;
    scores.adjustedRand = clustering.adjustedRand;
    scores.normalisedMutualInformation = clustering.normalisedMutualInformation;
    scores.species = scored.speciesScores();
    scores.completeness = scored.meanCompleteness();
    for (const SpeciesScores &one : scores.species)
        scores.f1 += one.f1 / static_cast<double>(scores.species.size());
    scores.unbinnedContigs = std::count(bins.begin(), bins.end(), unbinned);

    double bases = 0;
    double pure = 0;
    for (const Bin &bin : binTable(bins, species, lengths)) {
        ++scores.bins;
        scores.highQuality += bin.quality == BinQuality::High ? 1 : 0;
        scores.mediumQuality += bin.quality == BinQuality::Medium ? 1 : 0;
        bases += static_cast<double>(bin.bases);
        pure += static_cast<double>(bin.bases) * (1 - bin.contamination);
    }
    scores.purity = bases > 0 ? pure / bases : 0;
    scores.contamination = bases > 0 ? 1 - scores.purity : 0;
    return scores;
}

std::vector<int64_t> countsAboveTenths(std::span<const SpeciesScores> species,
                                       double SpeciesScores::*score)
{
    std::vector<int64_t> counts;
    for (int tenth = 1; tenth <= 9; ++tenth) {
        counts.push_back(
            std::count_if(species.begin(), species.end(), [&](const SpeciesScores &one) {
                return one.*score > static_cast<double>(tenth) / 10;
            }));
    }
    return counts;
}

int64_t n50(std::span<const int64_t> lengths)
{
    std::vector<int64_t> sorted(lengths.begin(), lengths.end());
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    const int64_t all = std::accumulate(sorted.begin(), sorted.end(), int64_t{0});
    int64_t sum = 0;
    for (const int64_t length : sorted) {
        sum += length;
        if (2 * sum >= all)
            return length;
    }
    return 0;
}

} // namespace helicase
