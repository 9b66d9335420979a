// Kinds logistic_regression and silhouette (scikit-learn) and few_shot (the published evaluation of
// embeddings with NumPy's permutations).
#include "core/base/json_file.h"
#include "core/evaluate/clustering_metrics.h"
#include "core/neural/cluster/logistic_regression.h"
#include "core/neural/cluster/silhouette.h"
#include "core/neural/cluster/unit_rows.h"
#include "core/neural/embed/projector.h"
#include "core/neural/evaluate/cluster_scores.h"
#include "core/neural/evaluate/cumulative_permutation.h"
#include "core/neural/evaluate/few_shot.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/case_matrix.h"
#include "core/neural/verify/case_tensors.h"

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

std::vector<int64_t> numbersIn(const torch::Tensor &tensor)
{
    const torch::Tensor values = tensor.to(torch::kInt64).contiguous();
    const auto *const first = values.const_data_ptr<int64_t>();
    return {first, first + values.numel()};
}

torch::Tensor tensorOf(const std::vector<double> &values, at::IntArrayRef shape)
{
    return torch::tensor(values, torch::kFloat64).reshape(shape);
}

torch::Tensor realOf(double value)
{
    return torch::tensor(value, torch::kFloat64);
}

// Of the probabilities of the true classes, and how often they are the largest.
struct Fit {
    double logLoss = 0;
    double accuracy = 0;
};

Fit fitOf(const LogisticRegression &regression, const Matrix &features,
          const std::vector<int64_t> &labels, int64_t classes)
{
    const std::vector<double> shares = regression.probabilities(features);
    const std::vector<int64_t> predicted = regression.predict(features);
    Fit fit;
    const auto rows = static_cast<double>(labels.size());
    for (size_t i = 0; i < labels.size(); ++i) {
        const auto place = i * static_cast<size_t>(classes) + static_cast<size_t>(labels[i]);
        fit.logLoss -= std::log(shares[place]) / rows;
        fit.accuracy += predicted[i] == labels[i] ? 1 / rows : 0;
    }
    return fit;
}

// The published settings, and two that go on until nothing changes any more.
struct NamedSettings {
    const char *name;
    LogisticSettings settings;
};
constexpr std::array<NamedSettings, 3> logisticSettings{
    {{"repo", {}},
     {"tight", {.strength = 0.5, .tolerance = 1e-12}},
     {"tight_C1", {.strength = 1, .tolerance = 1e-12}}}};

struct EmbeddedSet {
    Matrix vectors;
    std::vector<std::string> species; // the numbers as names
};

EmbeddedSet readSet(const CaseTensors &tensors, const std::string &prefix)
{
    EmbeddedSet set{.vectors = matrixOf(tensors, prefix + "embedding"), .species = {}};
    for (const int64_t label : numbersIn(tensors.at(prefix + "labels")))
        set.species.push_back(std::to_string(label));
    return set;
}

void compareProbe(const std::string &name, const FewShotRun &found, const nlohmann::json &expected,
                  Comparison &comparison)
{
    for (const auto &[key, value] : {std::pair{"macro_f1", found.scores.macro.f1},
                                     {"macro_recall", found.scores.macro.recall},
                                     {"macro_precision", found.scores.macro.precision},
                                     {"accuracy", found.scores.accuracy}})
        comparison.compare(name + key, realOf(value), realOf(expected.at(key)));
}

void compareClusters(const std::string &name, const ClusteringRuns &runs, size_t seed,
                     const nlohmann::json &expected, Comparison &comparison)
{
    const ClusteringScores scores = clusteringScores(runs.truth, runs.clusters[seed]);
    for (const auto &[key, value] : {std::pair{"purity", scores.homogeneity},
                                     {"completeness", scores.completeness},
                                     {"ari", scores.adjustedRand},
                                     {"nmi", scores.normalisedMutualInformation}})
        comparison.compare(name + key, realOf(value), realOf(expected.at(key)));
}

} // namespace

void checkLogisticRegression(const CaseFolder &folder, Comparison &comparison)
{
    const CaseTensors tensors(folder.file("logreg.safetensors"));
    const nlohmann::json config = readJsonFile(folder.file("config.json"));
    NamedTensors found;
    for (const nlohmann::json &set : config.at("sets")) {
        const std::string prefix = std::to_string(set.at("set").get<int64_t>()) + ".";
        const int64_t classes = set.at("classes");
        const Matrix features = matrixOf(tensors, prefix + "x");
        const Matrix asked = matrixOf(tensors, prefix + "x_new");
        const std::vector<int64_t> labels = numbersIn(tensors.at(prefix + "y"));
        for (const auto &[name, settings] : logisticSettings) {
            const auto regression = LogisticRegression::fit(features, labels, classes, settings);
            const std::string part = prefix + name + ".";
            const auto rows = std::ssize(regression.intercepts());
            found.emplace(part + "coef",
                          tensorOf(regression.weights(), {rows, features.columns()}));
            found.emplace(part + "intercept", tensorOf(regression.intercepts(), {rows}));
            found.emplace(part + "proba_new",
                          tensorOf(regression.probabilities(asked), {asked.rows(), classes}));
            found.emplace(part + "pred_new", torch::tensor(regression.predict(asked)));
            const Fit fit = fitOf(regression, features, labels, classes);
            const nlohmann::json &expected = set.at(name);
            comparison.compare(part + "train_log_loss", realOf(fit.logLoss),
                               realOf(expected.at("train_log_loss")));
            comparison.compare(part + "train_accuracy", realOf(fit.accuracy),
                               realOf(expected.at("train_accuracy")));
        }
    }
    NamedTensors reference = tensors.all();
    std::erase_if(reference, [](const auto &entry) {
        return entry.first.ends_with(".x") || entry.first.ends_with(".x_new") ||
               entry.first.ends_with(".y");
    });
    comparison.compareAll(found, reference);
}

void checkSilhouette(const CaseFolder &folder, Comparison &comparison)
{
    const CaseTensors tensors(folder.file("silhouette.safetensors"));
    const nlohmann::json scores = readJsonFile(folder.file("config.json")).at("score");
    NamedTensors found;
    for (size_t set = 0; set < scores.size(); ++set) {
        const std::string prefix = std::to_string(set) + ".";
        Matrix vectors = matrixOf(tensors, prefix + "x");
        const std::vector<int64_t> labels = numbersIn(tensors.at(prefix + "labels"));
        const torch::Tensor samples = torch::tensor(silhouette(vectors, labels), torch::kFloat64);
        found.emplace(prefix + "samples", samples);
        comparison.compare(prefix + "score", samples.mean(), realOf(scores.at(set)));
        found.emplace(prefix + "l2_normalized", tensorOf(unitRows(vectors)));
        standardizeColumns(vectors);
        found.emplace(prefix + "standard_scaled", tensorOf(vectors));
    }
    NamedTensors reference = tensors.all();
    std::erase_if(reference, [](const auto &entry) {
        return entry.first.ends_with(".x") || entry.first.ends_with(".labels");
    });
    comparison.compareAll(found, reference);
}

void checkFewShot(const CaseFolder &folder, Comparison &comparison)
{
    const CaseTensors tensors(folder.file("few_shot.safetensors"));
    const nlohmann::json config = readJsonFile(folder.file("config.json"));
    const std::vector<uint64_t> seeds{0, 1, 2, 3, 4};
    const FewShotProtocol protocol{.testRows = TestRows::Published};
    for (size_t number = 0; number < config.at("label_numbering").size(); ++number) {
        const std::string prefix = std::to_string(number) + ".";
        const EmbeddedSet set = readSet(tensors, prefix);
        const auto runs = runFewShot(set.vectors, set.species, seeds, protocol);
        const ClusteringRuns clusters =
            clusterBySeeds(unitRows(set.vectors), set.species, seeds, RowOrder::Permuted);
        size_t next = 0;
        for (const nlohmann::json &expected : config.at("runs")) {
            if (expected.at("set") != number)
                continue;
            const uint64_t seed = expected.at("seed");
            const std::string name = prefix + "seed" + std::to_string(seed) + ".";
            comparison.compare(
                name + "permutation",
                torch::tensor(
                    NumpyRandom(static_cast<uint32_t>(seed)).permutation(set.vectors.rows())),
                tensors.at(prefix + "permutation.seed" + std::to_string(seed)));
            compareClusters(name + "kmeans.", clusters, seed, expected.at("kmeans_random_init"),
                            comparison);
            for (const nlohmann::json &probe : expected.at("probe")) {
                const FewShotRun &run = runs.at(next++);
                const int64_t shots = probe.at("shots");
                comparison.require(run.seed == seed && run.shots == shots,
                                   name + "other runs than expected");
                compareProbe(name + "shots" + std::to_string(shots) + ".", run, probe, comparison);
            }
        }
    }
}

} // namespace helicase
