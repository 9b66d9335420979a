// Kind projection: pictures of vectors by scikit-learn and umap-learn. vectors.safetensors: x,
// labels and the coordinates of some pictures (METHODdims, METHODdims_seedN); quality.json: the
// trustworthiness of each picture and how well its neighbours tell the labels. Principal components
// must be the same; pictures by UMAP and t-SNE depend on chance and must be as good.
#include "core/base/json_file.h"
#include "core/neural/project/projection.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/case_matrix.h"
#include "core/neural/verify/case_tensors.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

constexpr int64_t neighborsOfCase = 15;

// Share of the points whose label is the one most frequent among their neighbours, the smallest of
// equals.
double labelAccuracy(const Matrix &picture, const torch::Tensor &labels)
{
    SilentProgress silent;
    const NeighborTable neighbors = exactNeighbors(picture, neighborsOfCase, silent, {});
    int64_t right = 0;
    for (int64_t i = 0; i < picture.rows(); ++i) {
        std::map<int64_t, int64_t> votes;
        for (const int32_t neighbor : neighbors.indicesOf(i))
            ++votes[labels[neighbor].item<int64_t>()];
        const auto winner = std::ranges::max_element(
            votes, {}, [](const auto &vote) { return vote.second; }); // the first of equals
        right += winner->first == labels[i].item<int64_t>();
    }
    return static_cast<double>(right) / static_cast<double>(picture.rows());
}

double trustOf(const Matrix &vectors, const Matrix &picture)
{
    SilentProgress silent;
    return trustworthiness(vectors, picture, vectors.rows(), 0, silent, {}).value().value;
}

torch::Tensor scalar(double value)
{
    return torch::tensor(value, torch::kFloat64);
}

// Better than the reference is as good as equal.
void compareQuality(Comparison &comparison, const std::string &name, double found, double reference)
{
    comparison.compare(name, scalar(std::min(found, reference)), scalar(reference));
}

struct Picture {
    std::string method;
    int64_t dimensions = 0;
    std::optional<int64_t> seed;

    std::string name() const
    {
        return method + std::to_string(dimensions) +
               (seed ? "_seed" + std::to_string(*seed) : std::string());
    }
    ProjectionSettings settings() const
    {
        return {.method = method == "umap"   ? ProjectionMethod::Umap
                          : method == "tsne" ? ProjectionMethod::Tsne
                                             : ProjectionMethod::Pca,
                .dimensions = dimensions,
                .qualityRows = 0,
                .seed = static_cast<uint64_t>(seed.value_or(0))};
    }
};

// The reference's own picture, when the case holds it, has the qualities that the case tells.
void checkMeasures(const CaseTensors &tensors, const Picture &picture, double trust,
                   double accuracy, Comparison &comparison)
{
    if (!tensors.all().contains(picture.name()))
        return;
    const Matrix reference = matrixOf(tensors, picture.name());
    comparison.compare(picture.name() + ".trustworthiness of the reference",
                       scalar(trustOf(matrixOf(tensors, "x"), reference)), scalar(trust));
    comparison.compare(picture.name() + ".label accuracy of the reference",
                       scalar(labelAccuracy(reference, tensors.at("labels"))), scalar(accuracy));
}

// How well the pictures of a method in so many dimensions tell the labels: one seed is better, one
// worse.
struct LabelAccuracies {
    double found = 0; // sums over the seeds
    double reference = 0;
    double pictures = 0;
};

void checkPicture(const CaseTensors &tensors, const Picture &picture, double trust,
                  LabelAccuracies &accuracies, Comparison &comparison)
{
    SilentProgress silent;
    const Matrix vectors = matrixOf(tensors, "x");
    const Projection projection = project(vectors, picture.settings(), silent, {});
    const std::string name = picture.name();
    accuracies.found += labelAccuracy(projection.coordinates, tensors.at("labels"));
    compareQuality(comparison, name + ".trustworthiness", trustOf(vectors, projection.coordinates),
                   trust);
    if (picture.method == "pca")
        comparison.compare(name, tensorOf(projection.coordinates), tensors.at(name));
}

} // namespace

void checkProjection(const CaseFolder &folder, Comparison &comparison)
{
    const CaseTensors tensors(folder.file("vectors.safetensors"));
    const nlohmann::json quality = readJsonFile(folder.file("quality.json"));
    std::map<std::string, LabelAccuracies> accuracies; // by method and dimensions
    for (const nlohmann::json &row : quality.at("table")) {
        Picture picture{.method = row.at("method"), .dimensions = row.at("dim")};
        if (picture.method == "original")
            continue;
        LabelAccuracies &sums = accuracies[picture.name()];
        if (!row.at("seed").is_null())
            picture.seed = row.at("seed").get<int64_t>();
        const double trust = row.at("trustworthiness_k15");
        const double accuracy = row.at("knn15_label_accuracy");
        checkMeasures(tensors, picture, trust, accuracy, comparison);
        checkPicture(tensors, picture, trust, sums, comparison);
        sums.reference += accuracy;
        ++sums.pictures;
    }
    // A coarser measure: one of 400 points is worth 0.0025, and chance moves several.
    constexpr double slackOfAccuracy = 0.01;
    for (const auto &[name, sums] : accuracies)
        compareQuality(comparison, name + ".label accuracy",
                       sums.found / sums.pictures + slackOfAccuracy,
                       sums.reference / sums.pictures);
}

} // namespace helicase
