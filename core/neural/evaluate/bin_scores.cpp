#include "core/neural/evaluate/bin_scores.h"

#include "core/base/error.h"

#include <set>

namespace helicase {

namespace {

constexpr double mostContamination = 0.1;

bool recovers(const Bin &bin, double completeness)
{
    return bin.completeness >= completeness && bin.contamination < mostContamination;
}

// Bins come from no random numbers: there is one value and no deviation.
std::map<std::string, MeanAndDeviation> metricsOf(const BinEvaluation &evaluation,
                                                  const LabelledSequences &data)
{
    const BinningScores all = binningScores(evaluation.bins, data.species, data.lengths);
    std::set<std::string> recovered;
    for (const Bin &bin : evaluation.table)
        if (recovers(bin, recoveryLevels.front()))
            recovered.insert(bin.species);
    std::map<std::string, double> values{{"bins", static_cast<double>(all.bins)},
                                         {"species", static_cast<double>(recovered.size())},
                                         {"unbinned", static_cast<double>(all.unbinnedContigs)},
                                         {"completeness", all.completeness},
                                         {"f1", all.f1}};
    if (all.bins > 0) {
        const BinningScores binned =
            binningScores(evaluation.bins, data.species, data.lengths, UnbinnedContigs::LeftOut);
        values["purity"] = all.purity;
        values["contamination"] = all.contamination;
        values["f1_binned"] = binned.f1;
        values["bin_ari"] = binned.adjustedRand;
        values["bin_nmi"] = binned.normalisedMutualInformation;
    }
    std::map<std::string, MeanAndDeviation> metrics;
    for (const auto &[key, value] : values)
        metrics[key] = {.mean = value};
    return metrics;
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
    };
    return definitions;
}

BinEvaluation scoreBinning(const Matrix &unitVectors, const LabelledSequences &data,
                           const BinningProtocol &protocol, std::stop_token stop)
{
    BinEvaluation evaluation;
    evaluation.threshold =
        protocol.threshold ? *protocol.threshold : binningThreshold(unitVectors, data.species);
    evaluation.bins = binByMedoids(
        unitVectors, {.threshold = evaluation.threshold, .smallestBin = protocol.smallestBin},
        stop);
    evaluation.table = binTable(evaluation.bins, data.species, data.lengths);
    for (size_t level = 0; level < recoveryLevels.size(); ++level)
        for (const Bin &bin : evaluation.table)
            evaluation.recovered[level] += recovers(bin, recoveryLevels[level]) ? 1 : 0;
    evaluation.metrics = metricsOf(evaluation, data);
    return evaluation;
}

} // namespace helicase
