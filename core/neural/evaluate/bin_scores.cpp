#include "core/neural/evaluate/bin_scores.h"

#include "core/base/error.h"
#include "core/neural/cluster/hdbscan.h"

#include <set>

namespace helicase {

namespace {

constexpr double mostContamination = 0.1;

bool recovers(const Bin &bin, double completeness)
{
    return bin.completeness >= completeness && bin.contamination < mostContamination;
}

// Bins come from no random numbers: there is one value and no deviation.
std::map<std::string, MeanAndDeviation>
metricsOf(const BinEvaluation &evaluation, const BinningScores &all, const BinningScores &binned)
{
    std::set<std::string> recovered;
    for (const Bin &bin : evaluation.table)
        if (recovers(bin, recoveryLevels.front()))
            recovered.insert(bin.species);
    const GenomeScores &genomes = evaluation.genomes;
    std::map<std::string, double> values{{"bins", static_cast<double>(all.bins)},
                                         {"species", static_cast<double>(recovered.size())},
                                         {"unbinned", static_cast<double>(all.unbinnedContigs)},
                                         {"completeness", all.completeness},
                                         {"mean_completeness", genomes.completeness},
                                         {"accuracy", genomes.accuracy},
                                         {"assigned", genomes.assigned},
                                         {"f1", all.f1}};
    if (all.bins > 0) {
        values["purity"] = all.purity;
        values["contamination"] = all.contamination;
        values["mean_purity"] = genomes.purity;
        values["f1_binned"] = binned.f1;
        values["bin_ari"] = binned.adjustedRand;
        values["bin_nmi"] = binned.normalisedMutualInformation;
        values["base_ari"] = genomes.adjustedRand;
    }
    std::map<std::string, MeanAndDeviation> metrics;
    for (const auto &[key, value] : values)
        metrics[key] = {.mean = value};
    return metrics;
}

void addScores(BinEvaluation &evaluation, const LabelledSequences &data)
{
    evaluation.table = binTable(evaluation.bins, data.species, data.lengths);
    for (size_t level = 0; level < recoveryLevels.size(); ++level)
        for (const Bin &bin : evaluation.table)
            evaluation.recovered[level] += recovers(bin, recoveryLevels[level]) ? 1 : 0;
    evaluation.genomes = genomeScores(evaluation.bins, data.species, data.lengths);
    const BinningScores binned =
        binningScores(evaluation.bins, data.species, data.lengths, UnbinnedContigs::LeftOut);
    evaluation.f1Counts = countsAboveTenths(binned.species, &SpeciesScores::f1);
    evaluation.recallCounts = countsAboveTenths(binned.species, &SpeciesScores::recall);
    evaluation.metrics =
        metricsOf(evaluation, binningScores(evaluation.bins, data.species, data.lengths), binned);
}

} // namespace

const std::vector<MetricDefinition> &binningDefinitions()
{
    static const std::vector<MetricDefinition> definitions{
        {.key = "purity",
         .label = "Purity (%)",
         .formula = "bases of the bins' majority species / bases in bins",
         .scale = MetricScale::Share},
        {.key = "completeness",
         .label = "Completeness (%)",
         .formula = "bases of a species in the bin assigned to it / bases of that species in the "
                    "data; mean "
                    "over the species",
         .scale = MetricScale::Share},
        {.key = "contamination",
         .label = "Contamination (%)",
         .formula = "1 - purity, from the label file; not CheckM's estimate from marker genes",
         .better = BetterWhen::Lower,
         .scale = MetricScale::Share},
        {.key = "f1",
         .label = "F1",
         .formula = "2PR / (P + R) by contigs, bins assigned to species by the Hungarian method; "
                    "mean over "
                    "the species; unbinned contigs count as missed"},
        {.key = "bins", .label = "Bins", .formula = "bins found", .scale = MetricScale::Count},
        {.key = "unbinned",
         .label = "Unbinned",
         .formula = "contigs without a bin",
         .better = BetterWhen::Lower,
         .scale = MetricScale::Count},
        {.key = "species",
         .label = "Species recovered",
         .formula = "species with a bin of completeness at least 50 % and contamination below 10 %",
         .scale = MetricScale::Count},
        {.key = "f1_binned",
         .label = "F1, binned",
         .formula = "F1 of the contigs in bins alone, as published"},
        {.key = "bin_ari",
         .label = "ARI of bins",
         .formula = "ARI of bins and species over the contigs in bins"},
        {.key = "bin_nmi",
         .label = "NMI of bins",
         .formula = "NMI of bins and species over the contigs in bins"},
        {.key = "mean_purity",
         .label = "Mean purity (%)",
         .formula = "mean over the bins: bases of the bin's majority species / bases of the bin "
                    "(AMBER's average purity)",
         .scale = MetricScale::Share},
        {.key = "mean_completeness",
         .label = "Mean completeness (%)",
         .formula = "mean over the species: most bases of a species in one bin / bases of that "
                    "species (AMBER's average completeness)",
         .scale = MetricScale::Share},
        {.key = "accuracy",
         .label = "Accuracy (%)",
         .formula = "bases of the bins' majority species / all bases, in bins or not (AMBER)",
         .scale = MetricScale::Share},
        {.key = "assigned",
         .label = "Assigned (%)",
         .formula = "bases in bins / all bases (AMBER)",
         .scale = MetricScale::Share},
        {.key = "base_ari",
         .label = "ARI of bases",
         .formula = "ARI of bins and species over pairs of bases in bins (AMBER)"},
    };
    return definitions;
}

BinEvaluation scoreBinning(const Matrix &unitVectors, const LabelledSequences &data,
                           const BinningRule &rule, std::stop_token stop)
{
    BinEvaluation evaluation;
    if (rule.method == BinningMethod::Density) {
        evaluation.bins = clusterByDensity(
            unitVectors, {.smallestCluster = rule.smallestBin, .neighbours = rule.neighbours},
            stop);
    } else {
        evaluation.threshold =
            rule.threshold ? *rule.threshold : binningThreshold(unitVectors, data.species);
        evaluation.bins = binByMedoids(
            unitVectors, {.threshold = *evaluation.threshold, .smallestBin = rule.smallestBin},
            stop);
    }
    addScores(evaluation, data);
    return evaluation;
}

BinEvaluation scoreBins(std::span<const std::string> bins, const LabelledSequences &data)
{
    BinEvaluation evaluation;
    std::map<std::string, int64_t> numberOf;
    for (const std::string &bin : bins) {
        if (bin.empty()) {
            evaluation.bins.push_back(unbinned);
            continue;
        }
        const int64_t number =
            numberOf.emplace(bin, static_cast<int64_t>(numberOf.size()) + 1).first->second;
        evaluation.names.emplace(number, bin);
        evaluation.bins.push_back(number);
    }
    addScores(evaluation, data);
    return evaluation;
}

} // namespace helicase
