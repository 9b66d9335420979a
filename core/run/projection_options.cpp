#include "core/run/projection_options.h"
#include "core/run/option_builders.h"

namespace helicase {

namespace {

constexpr const char *methodSection = "Method";
constexpr const char *neighborSection = "Neighbours";
constexpr const char *layoutSection = "Layout";
constexpr const char *outputSection = "Output";

OptionTable methodOptions()
{
    return OptionTable({
        choice(
            "method", "pca", "Method", methodSection,
            "How the vectors are projected: along their directions of largest variance (pca), or "
            "so that neighbours stay neighbours (umap, tsne)",
            {"pca", "umap", "tsne"}),
        wholeNumber("dims", "3", "Dimensions", methodSection, "Dimensions of the picture", 2, 3),
        choice("metric", "euclidean", "Distance", methodSection,
               "What makes two vectors neighbours (umap, tsne); cosine: only their directions",
               {"euclidean", "cosine"}),
    });
}

OptionTable neighborOptions()
{
    return OptionTable({
        wholeNumber("neighbors", "15", "Neighbours", neighborSection,
                    "Nearest vectors that a vector stays close to (umap), itself included; more "
                    "show the large, fewer the small structure",
                    2, 1000, "vectors"),
        realNumber("perplexity", "30", "Perplexity", neighborSection,
                   "Neighbours that a vector has in effect (tsne)", 1, 1000, "vectors"),
    });
}

OptionTable layoutOptions()
{
    return OptionTable({
        realNumber("min-dist", "0.1", "Smallest distance", layoutSection,
                   "How close points of the picture may lie (umap); larger spreads clusters out", 0,
                   0.99),
        choice("start", "spectral", "Start", layoutSection,
               "First places of the points (umap): eigenvectors of the graph of neighbours, or "
               "principal components, which are also taken when that graph falls into parts",
               {"spectral", "pca"}),
        realNumber("exaggeration", "12", "Early exaggeration", layoutSection,
                   "Factor of all attraction in the first quarter of the rounds (tsne)", 1, 100),
        wholeNumber("epochs", "0", "Rounds", layoutSection,
                    "Rounds of the layout; 0: 1000 (tsne), 500 up to 10,000 vectors and 200 above "
                    "(umap)",
                    0, 100'000, "rounds"),
    });
}

OptionTable outputOptions()
{
    return OptionTable({
        requiredPath("output", "Coordinate file", outputSection,
                     "TSV to write (id, x, y, z); a .json of the same name tells how it was made"),
        wholeNumber("quality-rows", "1000", "Judged vectors", outputSection,
                    "Vectors drawn to measure the trustworthiness of the picture, each against all "
                    "others; 0: not measured",
                    0, 1e7, "vectors"),
    });
}

} // namespace

const OptionTable &projectionOptions()
{
    static const OptionTable table =
        methodOptions().with(neighborOptions()).with(layoutOptions()).with(outputOptions());
    return table;
}

} // namespace helicase
