// Vectors in two or three dimensions, to be looked at: by principal components, UMAP or t-SNE. The
// same for a seed whatever the number of threads. Long work on the calling thread, which alone
// calls the progress.
#pragma once

#include "core/base/progress.h"
#include "core/dataset/embedding_table.h"
#include "core/neural/project/nearest_neighbors.h"
#include "core/neural/project/trustworthiness.h"
#include "core/run/option_values.h"

#include <nlohmann/json_fwd.hpp>

namespace helicase {

enum class ProjectionMethod { Pca, Umap, Tsne };
enum class ProjectionMetric { Euclidean, Cosine };
enum class ProjectionStart { Spectral, Pca };

// core/run/projection_options.h says what each of them means.
struct ProjectionSettings {
    ProjectionMethod method = ProjectionMethod::Pca;
    int64_t dimensions = 3;
    ProjectionMetric metric = ProjectionMetric::Euclidean;
    int64_t neighbors = 15;
    double perplexity = 30;
    double smallestDistance = 0.1;
    ProjectionStart start = ProjectionStart::Spectral;
    double exaggeration = 12;
    int64_t epochs = 0;
    int64_t qualityRows = 1000;
    uint64_t seed = 1;
};

ProjectionSettings projectionSettings(const OptionValues &options);

struct Projection {
    Matrix coordinates;                    // [rows, dimensions]
    std::vector<double> explainedVariance; // of the principal components; else none
    std::optional<NeighborSearch> search;  // of UMAP and t-SNE
    std::optional<ProjectionStart> start;  // as used
    int64_t epochs = 0;                    // of the layout
    std::optional<Trustworthiness> trustworthiness;
};

// Throws InputError, with the file and the id of the vector, for vectors that cannot be projected
// as the settings say: NaN or infinity, a vector without direction for cosine, too few for the
// dimensions, the neighbours or the perplexity.
void checkProjectable(const EmbeddingTable &embeddings, const ProjectionSettings &settings,
                      const std::filesystem::path &file);

// Of vectors that hold the above. Throws Stopped.
Projection project(const Matrix &vectors, const ProjectionSettings &settings, Progress &progress,
                   const std::stop_token &stop);

// The settings that matter to the method, and what came of them.
nlohmann::json describe(const ProjectionSettings &settings, const Projection &projection);

} // namespace helicase
