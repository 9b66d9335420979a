#include "core/neural/evaluate/binding_scores.h"

#include "core/evaluate/score_metrics.h"

#include <optional>

namespace helicase {

namespace {

// DNA-LLM averages Pearson's r over batches of this many windows.
constexpr int64_t windowsPerMean = 64;

std::span<const float> valuesOf(const Matrix &matrix)
{
    return {matrix.data(), static_cast<size_t>(matrix.rows() * matrix.columns())};
}

} // namespace

const std::vector<MetricDefinition> &bindingDefinitions()
{
    static const std::vector<MetricDefinition> definitions{
        {.key = "pearson",
         .label = "Pearson r",
         .formula = "cov(x, y) / (sd x · sd y) over all bases of all windows"},
        {.key = "pearson_batch",
         .label = "Pearson r, batches",
         .formula =
             "Pearson r of batches of 64 windows, averaged; a batch without variance counts 0"},
        {.key = "mse",
         .label = "MSE",
         .formula = "mean of (predicted - measured) squared over all bases",
         .better = BetterWhen::Lower},
        {.key = "auroc",
         .label = "AUROC",
         .formula =
             "area under TPR(FPR) of telling motif bases (measured score above 0) from others"},
        {.key = "auprc",
         .label = "AUPRC",
         .formula = "area under precision(recall) of telling motif bases from others"},
    };
    return definitions;
}

std::map<std::string, MeanAndDeviation> scoreBinding(const Matrix &predicted,
                                                     const Matrix &measured)
{
    const std::span<const float> x = valuesOf(predicted);
    const std::span<const float> y = valuesOf(measured);
    std::vector<int64_t> inMotif;
    inMotif.reserve(y.size());
    for (const float score : y)
        inMotif.push_back(score > 0 ? 1 : 0);
    const std::vector<double> ranking(x.begin(), x.end());

    std::map<std::string, MeanAndDeviation> metrics;
    const auto add = [&](const char *key, std::optional<double> value) {
        if (value)
            metrics[key] = {.mean = *value};
    };
    add("pearson", pearson(x, y));
    add("pearson_batch", meanBatchPearson(x, y, windowsPerMean * measured.columns()));
    add("mse", meanSquaredError(x, y));
    add("auroc", areaUnderRoc(inMotif, ranking));
    add("auprc", averagePrecision(inMotif, ranking));
    return metrics;
}

} // namespace helicase
