#include "core/neural/project/projection.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/neural/cluster/unit_rows.h"
#include "core/neural/project/fuzzy_graph.h"
#include "core/neural/project/narrow_rows.h"
#include "core/neural/project/pca.h"
#include "core/neural/project/similarity_graph.h"
#include "core/neural/project/spectral_start.h"
#include "core/neural/project/tsne.h"
#include "core/neural/project/umap.h"
#include "core/neural/tensor/gemm.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

void checkRows(const EmbeddingTable &embeddings, const ProjectionSettings &settings,
               const std::filesystem::path &file)
{
    const bool needsDirection =
        settings.metric == ProjectionMetric::Cosine && settings.method != ProjectionMethod::Pca;
    for (int64_t i = 0; i < embeddings.vectors.rows(); ++i) {
        const auto row = embeddings.vectors.row(i);
        const std::string name = "the vector of " + printable(embeddings.ids[i]);
        if (!std::ranges::all_of(row, [](float value) { return std::isfinite(value); }))
            throw InputError(name + " holds NaN or infinity", {.file = file},
                             "embed that sequence again, or leave it out");
        if (needsDirection && std::ranges::all_of(row, [](float value) { return value == 0; }))
            throw InputError(name + " is zero and has no direction", {.file = file},
                             "use --metric euclidean, or leave it out");
    }
}

void refuseTooFew(int64_t rows, int64_t needed, const std::string &what, const std::string &hint,
                  const std::filesystem::path &file)
{
    if (rows < needed)
        throw InputError("too few vectors for " + what + " (found " + std::to_string(rows) +
                             ", needed " + std::to_string(needed) + ")",
                         {.file = file}, hint);
}

// For layouts that follow from distances of directions.
Matrix compared(const Matrix &vectors, ProjectionMetric metric)
{
    return metric == ProjectionMetric::Cosine ? unitRows(vectors) : vectors;
}

// Of unit vectors, in place of Euclidean distances.
void toCosineDistances(NeighborTable &neighbors)
{
    for (float &distance : neighbors.distances)
        distance = distance * distance / 2;
}

Projection byComponents(const Matrix &vectors, int64_t dimensions)
{
    PcaResult result = principalComponents(vectors, dimensions);
    Projection projection;
    projection.coordinates = std::move(result.coordinates);
    projection.explainedVariance = std::move(result.explainedVariance);
    return projection;
}

// Layouts magnify the last bit of their start, which must not depend on the number of threads. It
// need not be exact.
Matrix componentStart(const Matrix &vectors, int64_t dimensions)
{
    const SingleThreadedProducts single;
    if (isWorthNarrowing(vectors))
        return principalComponents(narrowRows(vectors), dimensions).coordinates;
    return principalComponents(vectors, dimensions).coordinates;
}

Projection byUmap(const Matrix &vectors, const ProjectionSettings &settings, Progress &progress,
                  const std::stop_token &stop)
{
    NeighborTable neighbors =
        nearestNeighbors(vectors, settings.neighbors - 1, settings.seed, progress, stop);
    if (settings.metric == ProjectionMetric::Cosine)
        toCosineDistances(neighbors);
    const NeighborGraph graph = fuzzyGraph(neighbors);
    Projection projection{.search = neighbors.search, .start = settings.start};
    // A graph that falls into parts has no smoothest functions over all of it.
    if (graph.components() > 1)
        projection.start = ProjectionStart::Pca;
    RandomStream random(settings.seed, "spectral start");
    const Matrix start = projection.start == ProjectionStart::Pca
                             ? componentStart(vectors, settings.dimensions)
                             : spectralStart(graph, settings.dimensions, random, progress, stop);
    projection.epochs = settings.epochs > 0 ? settings.epochs : defaultUmapEpochs(vectors.rows());
    projection.coordinates = layOutUmap(graph, start,
                                        {.epochs = projection.epochs,
                                         .smallestDistance = settings.smallestDistance,
                                         .seed = settings.seed},
                                        progress, stop);
    return projection;
}

Projection byTsne(const Matrix &vectors, const ProjectionSettings &settings, Progress &progress,
                  const std::stop_token &stop)
{
    constexpr int64_t defaultEpochs = 1000;
    const NeighborTable neighbors = nearestNeighbors(
        vectors, neighborsForPerplexity(settings.perplexity), settings.seed, progress, stop);
    Projection projection{.search = neighbors.search, .start = ProjectionStart::Pca};
    projection.epochs = settings.epochs > 0 ? settings.epochs : defaultEpochs;
    projection.coordinates = layOutTsne(
        similarityGraph(neighbors, settings.perplexity),
        componentStart(vectors, settings.dimensions),
        {.epochs = projection.epochs, .exaggeration = settings.exaggeration}, progress, stop);
    return projection;
}

Projection byMethod(const Matrix &vectors, const ProjectionSettings &settings, Progress &progress,
                    const std::stop_token &stop)
{
    switch (settings.method) {
    case ProjectionMethod::Umap:
        return byUmap(vectors, settings, progress, stop);
    case ProjectionMethod::Tsne:
        return byTsne(vectors, settings, progress, stop);
    case ProjectionMethod::Pca:
        break;
    }
    return byComponents(vectors, settings.dimensions);
}

} // namespace

ProjectionSettings projectionSettings(const OptionValues &options)
{
    const std::string method = options.text("method");
    ProjectionSettings settings;
    settings.method = method == "umap"   ? ProjectionMethod::Umap
                      : method == "tsne" ? ProjectionMethod::Tsne
                                         : ProjectionMethod::Pca;
    settings.dimensions = options.integer("dims");
    settings.metric =
        options.text("metric") == "cosine" ? ProjectionMetric::Cosine : ProjectionMetric::Euclidean;
    settings.neighbors = options.integer("neighbors");
    settings.perplexity = options.real("perplexity");
    settings.smallestDistance = options.real("min-dist");
    settings.start =
        options.text("start") == "pca" ? ProjectionStart::Pca : ProjectionStart::Spectral;
    settings.exaggeration = options.real("exaggeration");
    settings.epochs = options.integer("epochs");
    settings.qualityRows = options.integer("quality-rows");
    settings.seed = static_cast<uint64_t>(options.integer("seed"));
    return settings;
}

void checkProjectable(const EmbeddingTable &embeddings, const ProjectionSettings &settings,
                      const std::filesystem::path &file)
{
    const int64_t rows = embeddings.vectors.rows();
    const int64_t width = embeddings.vectors.columns();
    if (std::min(rows, width) < settings.dimensions || rows < 2)
        throw InputError("too few vectors for a picture of " + std::to_string(settings.dimensions) +
                             " dimensions (found " + std::to_string(rows) + " of width " +
                             std::to_string(width) + ")",
                         {.file = file});
    checkRows(embeddings, settings, file);
    if (settings.method == ProjectionMethod::Umap) {
        refuseTooFew(rows, settings.dimensions + 3, "umap", "use --method pca", file);
        refuseTooFew(rows, settings.neighbors, std::to_string(settings.neighbors) + " neighbours",
                     "set --neighbors to " + std::to_string(rows) + " or fewer", file);
    }
    if (settings.method == ProjectionMethod::Tsne)
        refuseTooFew(rows, neighborsForPerplexity(settings.perplexity) + 1,
                     "a perplexity of " + formatReal(settings.perplexity),
                     rows < 4
                         ? "use --method pca"
                         : "set --perplexity to " + std::to_string((rows - 1) / 3) + " or less",
                     file);
}

Projection project(const Matrix &vectors, const ProjectionSettings &settings, Progress &progress,
                   const std::stop_token &stop)
{
    const bool isPca = settings.method == ProjectionMethod::Pca;
    const Matrix prepared =
        compared(vectors, isPca ? ProjectionMetric::Euclidean : settings.metric);
    Projection projection = byMethod(prepared, settings, progress, stop);
    projection.trustworthiness = trustworthiness(
        prepared, projection.coordinates, settings.qualityRows, settings.seed, progress, stop);
    return projection;
}

nlohmann::json describe(const ProjectionSettings &settings, const Projection &projection)
{
    static const std::map<ProjectionMethod, std::string> methods{{ProjectionMethod::Pca, "pca"},
                                                                 {ProjectionMethod::Umap, "umap"},
                                                                 {ProjectionMethod::Tsne, "tsne"}};
    nlohmann::json json{{"method", methods.at(settings.method)},
                        {"dimensions", settings.dimensions},
                        {"seed", settings.seed}};
    if (!projection.explainedVariance.empty())
        json["explained_variance"] = projection.explainedVariance;
    if (projection.search) {
        json["metric"] = settings.metric == ProjectionMetric::Cosine ? "cosine" : "euclidean";
        json["neighbor_search"] =
            *projection.search == NeighborSearch::Exact ? "exact" : "approximate";
        json["start"] = *projection.start == ProjectionStart::Pca ? "pca" : "spectral";
        json["epochs"] = projection.epochs;
    }
    if (settings.method == ProjectionMethod::Umap) {
        json["neighbors"] = settings.neighbors;
        json["min_dist"] = settings.smallestDistance;
    }
    if (settings.method == ProjectionMethod::Tsne) {
        json["perplexity"] = settings.perplexity;
        json["exaggeration"] = settings.exaggeration;
    }
    if (const auto &trust = projection.trustworthiness) {
        json["trustworthiness"] = trust->value;
        json["trustworthiness_neighbors"] = trust->neighbors;
        json["trustworthiness_rows"] = trust->rows;
    }
    return json;
}

} // namespace helicase
