#include "core/neural/evaluate/few_shot.h"

#include "core/base/error.h"
#include "core/evaluate/contingency.h"
#include "core/neural/cluster/logistic_regression.h"
#include "core/neural/cluster/unit_rows.h"
#include "core/neural/embed/projector.h"
#include "core/neural/evaluate/cumulative_permutation.h"

#include <algorithm>
#include <set>

namespace helicase {

namespace {

// The rows of each species in an order of rows.
std::vector<std::vector<int64_t>> rowsByClass(std::span<const int64_t> order,
                                              std::span<const int64_t> labels, size_t classes)
{
    std::vector<std::vector<int64_t>> rows(classes);
    for (const int64_t row : order)
        rows[static_cast<size_t>(labels[static_cast<size_t>(row)])].push_back(row);
    return rows;
}

struct Split {
    std::vector<int64_t> training;
    std::vector<int64_t> test;
};

Split splitRows(const std::vector<std::vector<int64_t>> &rowsOfClasses, int64_t shots,
                const FewShotProtocol &protocol)
{
    Split split;
    for (const std::vector<int64_t> &rows : rowsOfClasses) {
        const auto count = std::ssize(rows);
        const int64_t last = std::max<int64_t>(0, count - protocol.tested);
        const int64_t first = protocol.testRows == TestRows::HeldOut ? std::max(last, shots) : last;
        split.training.insert(split.training.end(), rows.begin(), rows.begin() + shots);
        split.test.insert(split.test.end(), rows.begin() + first, rows.end());
    }
    return split;
}

FewShotRun runOnce(const Matrix &features, std::span<const int64_t> labels, int64_t classes,
                   const Split &split)
{
    FewShotRun run{.trainingRows = std::ssize(split.training),
                   .truth = valuesAt(labels, split.test),
                   .predicted = {},
                   .scores = {}};
    const LogisticRegression regression = LogisticRegression::fit(
        selectRows(features, split.training), valuesAt(labels, split.training), classes);
    run.predicted = regression.predict(selectRows(features, split.test));
    run.scores = classificationScores(run.truth, run.predicted);
    return run;
}

std::vector<int64_t> shotsOf(std::span<const FewShotRun> runs)
{
    std::set<int64_t> shots;
    for (const FewShotRun &run : runs)
        shots.insert(run.shots);
    return {shots.begin(), shots.end()};
}

// Macro-F1 over the shots, then of each; `valueOf` gives that of a run.
std::vector<double> withMean(const std::vector<double> &ofShots)
{
    std::vector<double> values{0};
    for (const double value : ofShots) {
        values.front() += value / static_cast<double>(ofShots.size());
        values.push_back(value);
    }
    return values;
}

// Seeds and, within each run, test contigs drawn with replacement. runs: by seed, then by shots.
std::vector<double> resampledMeans(std::span<const std::vector<FewShotRun>> sources,
                                   int64_t shotCount, RandomStream &random)
{
    const int64_t seeds = std::ssize(sources.front()) / shotCount;
    const std::vector<int64_t> drawnSeeds = drawWithReplacement(seeds, seeds, random);
    std::vector<double> means(static_cast<size_t>(shotCount));
    const auto count = static_cast<double>(seeds * std::ssize(sources));
    for (const std::vector<FewShotRun> &runs : sources)
        for (const int64_t seed : drawnSeeds)
            for (int64_t i = 0; i < shotCount; ++i) {
                const FewShotRun &run = runs[static_cast<size_t>(seed * shotCount + i)];
                const auto items = std::ssize(run.truth);
                const std::vector<int64_t> drawn = drawWithReplacement(items, items, random);
                const ClassificationScores scores = classificationScores(
                    valuesAt(run.truth, drawn), valuesAt(run.predicted, drawn));
                means[static_cast<size_t>(i)] += scores.macro.f1 / count;
            }
    return withMean(means);
}

// Of each seed: over the shots and for each of them, averaged over the sources.
std::vector<std::vector<double>> valuesBySeed(std::span<const std::vector<FewShotRun>> sources,
                                              size_t shotCount)
{
    std::vector<std::vector<double>> values;
    const size_t seeds = sources.front().size() / shotCount;
    for (size_t seed = 0; seed < seeds; ++seed) {
        std::vector<double> ofShots(shotCount);
        for (const std::vector<FewShotRun> &runs : sources)
            for (size_t i = 0; i < shotCount; ++i)
                ofShots[i] += runs[seed * shotCount + i].scores.macro.f1 /
                              static_cast<double>(sources.size());
        values.push_back(withMean(ofShots));
    }
    return values;
}

} // namespace

std::vector<int64_t> possibleShots(const FewShotProtocol &protocol,
                                   std::span<const std::string> species)
{
    const NumberedLabels labels = numberLabels(species);
    std::vector<int64_t> sizes(labels.names.size());
    for (const int64_t label : labels.numbers)
        ++sizes[static_cast<size_t>(label)];
    const int64_t smallest = sizes.empty() ? 0 : *std::ranges::min_element(sizes);
    const int64_t most = protocol.testRows == TestRows::HeldOut ? smallest - 1 : smallest;
    std::vector<int64_t> possible;
    std::ranges::copy_if(protocol.shots, std::back_inserter(possible),
                         [&](int64_t shots) { return shots <= most; });
    return possible;
}

std::vector<FewShotRun> runFewShot(const Matrix &vectors, std::span<const std::string> species,
                                   std::span<const uint64_t> seeds, const FewShotProtocol &protocol,
                                   std::stop_token stop)
{
    const NumberedLabels labels = numberLabels(species);
    const auto classes = std::ssize(labels.names);
    const std::vector<int64_t> possible = possibleShots(protocol, species);
    if (possible.empty() || classes < 2)
        throw Error("no species has enough contigs to learn from and to test", {},
                    ExitStatus::BadInput);
    Matrix features = vectors;
    standardizeColumns(features);
    CumulativePermutation permutation(vectors.rows());
    std::vector<FewShotRun> runs;
    for (const uint64_t seed : seeds) {
        permutation.permute(static_cast<uint32_t>(seed));
        const auto rows = rowsByClass(permutation.rows(), labels.numbers, labels.names.size());
        for (const int64_t shots : possible) {
            throwIfStopped(stop);
            FewShotRun run =
                runOnce(features, labels.numbers, classes, splitRows(rows, shots, protocol));
            run.seed = seed;
            run.shots = shots;
            runs.push_back(std::move(run));
        }
    }
    return runs;
}

std::string fewShotKey(int64_t shots)
{
    return "macro_f1_" + std::to_string(shots);
}

std::vector<MetricDefinition> fewShotDefinitions(std::span<const int64_t> shots)
{
    const std::string interval = "; 95 % interval: bootstrap over seeds and test contigs";
    std::vector<MetricDefinition> definitions{
        {.key = "macro_f1",
         .label = "Macro-F1",
         .formula = "mean over the species of 2 TP / (2 TP + FP + FN) of the test contigs, mean "
                    "over the numbers of training contigs" +
                    interval}};
    for (const int64_t count : shots)
        definitions.push_back({.key = fewShotKey(count),
                               .label = std::to_string(count) + (count == 1 ? " shot" : " shots"),
                               .formula = "macro-F1 with " + std::to_string(count) +
                                          (count == 1 ? " training contig" : " training contigs") +
                                          " per species" + interval});
    return definitions;
}

std::map<std::string, MeanAndDeviation>
fewShotScores(std::span<const std::vector<FewShotRun>> sources)
{
    const std::vector<int64_t> shots = shotsOf(sources.front());
    const auto values = valuesBySeed(sources, shots.size());
    int64_t items = 0;
    for (const std::vector<FewShotRun> &runs : sources)
        for (const FewShotRun &run : runs)
            items += std::ssize(run.truth);
    std::vector<MeanAndDeviation> scores;
    std::vector<double> estimates;
    for (size_t i = 0; i <= shots.size(); ++i) {
        std::vector<double> ofSeeds;
        for (const std::vector<double> &row : values)
            ofSeeds.push_back(row[i]);
        scores.push_back(summarize(ofSeeds));
        estimates.push_back(scores.back().mean);
    }
    const std::vector<Interval> intervals =
        bootstrapIntervals(estimates, resamplesFor(items), 0, [&](RandomStream &random) {
            return resampledMeans(sources, std::ssize(shots), random);
        });
    std::map<std::string, MeanAndDeviation> summary;
    for (size_t i = 0; i < scores.size(); ++i) {
        scores[i].interval = Interval{intervals[i].low, std::min(intervals[i].high, 1.0)};
        summary[i == 0 ? "macro_f1" : fewShotKey(shots[i - 1])] = scores[i];
    }
    return summary;
}

} // namespace helicase
