#include "widgets/embeddings/projection_reader.h"

#include "core/base/json_file.h"
#include "core/dataset/safetensors.h"
#include "widgets/embeddings/table_rows.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

using Path = std::filesystem::path;

// A project of another place keeps its paths: they are below the folder of the table's one.
Path belowProject(const Path &path, const Path &table)
{
    return path.is_absolute() ? path : table.parent_path().parent_path() / path;
}

// "embedding": {"inputs": "[{\"path\": ...}, ...]"}, a text as the embedding file keeps it.
std::vector<Path> inputsOf(const nlohmann::json &description, const Path &table)
{
    std::vector<Path> inputs;
    const nlohmann::json embedding = description.value("embedding", nlohmann::json::object());
    const std::string text = embedding.value("inputs", std::string());
    if (text.empty())
        return inputs;
    for (const nlohmann::json &input : nlohmann::json::parse(text))
        inputs.push_back(belowProject(input.at("path").get<std::string>(), table));
    return inputs;
}

// What helicase project writes beside the table, and what the embedding file says of itself.
void describe(const Path &table, CloudProjection &projection)
{
    std::filesystem::path beside = table;
    beside.replace_extension(".json");
    if (!std::filesystem::exists(beside))
        return;
    try {
        const nlohmann::json description = readJsonFile(beside);
        projection.method = description.value("method", std::string());
        projection.explainedVariance =
            description.value("explained_variance", std::vector<double>());
        if (description.contains("seed") && description["seed"].is_number_integer())
            projection.seed = description["seed"].get<int64_t>();
        projection.inputs = inputsOf(description, table);
        const Path source = description.value("source", std::string());
        const Path embeddings = belowProject(source, table);
        if (source.empty() || !std::filesystem::is_regular_file(embeddings))
            return;
        projection.vectors = embeddings;
        const SafetensorsFile file(embeddings);
        if (const auto pooling = file.metadata().find("pooling"); pooling != file.metadata().end())
            projection.pooling = pooling->second;
        if (const auto vectors = file.tensors().find("embeddings");
            vectors != file.tensors().end() && vectors->second.shape.size() == 2)
            projection.width = vectors->second.shape[1];
    } catch (const nlohmann::json::exception &) {
        throw InputError("the description of a projection is malformed", {.file = beside});
    }
}

// Tables of other methods than the first are called NAME-METHOD.tsv.
void takeMethodOffTheName(CloudProjection &projection)
{
    const std::string ending = "-" + projection.method;
    if (!projection.method.empty() && projection.name.size() > ending.size() &&
        projection.name.ends_with(ending))
        projection.name.resize(projection.name.size() - ending.size());
}

} // namespace

CloudProjection readProjection(const Path &file, ContigIndex &index)
{
    CloudProjection projection;
    projection.name = file.stem().string();
    readTable(file, [&](const std::vector<std::string_view> &fields, int64_t line) {
        if (fields.size() < 3)
            throw InputError("a point needs two or three coordinates",
                             {.file = file, .line = line});
        const auto row = static_cast<size_t>(index.findOrAdd(fields[0]));
        if (projection.coordinates.size() <= row) {
            projection.coordinates.resize(row + 1);
            projection.present.resize(row + 1);
        }
        if (projection.present[row])
            throw InputError("the id " + printable(fields[0]) + " is repeated",
                             {.file = file, .line = line});
        projection.dimensions = fields.size() > 3 ? 3 : 2;
        for (int axis = 0; axis < projection.dimensions; ++axis) {
            const std::optional<double> value = parseReal(fields[static_cast<size_t>(axis) + 1]);
            if (!value || !std::isfinite(*value))
                throw InputError(printable(fields[static_cast<size_t>(axis) + 1]) +
                                     " is not a coordinate",
                                 {.file = file, .line = line});
            projection.coordinates[row][static_cast<size_t>(axis)] = static_cast<float>(*value);
        }
        projection.present[row] = true;
        ++projection.presentCount;
    });
    describe(file, projection);
    takeMethodOffTheName(projection);
    return projection;
}

void normalise(CloudProjection &projection, size_t contigs)
{
    projection.coordinates.resize(contigs);
    projection.present.resize(contigs);
    projection.positions.assign(contigs, {});
    std::array<float, 3> low{}, high{};
    bool first = true;
    for (size_t row = 0; row < contigs; ++row) {
        if (!projection.present[row])
            continue;
        for (size_t axis = 0; axis < 3; ++axis) {
            const float value = projection.coordinates[row][axis];
            low[axis] = first ? value : std::min(low[axis], value);
            high[axis] = first ? value : std::max(high[axis], value);
        }
        first = false;
    }
    float radius = 0;
    for (size_t row = 0; row < contigs; ++row) {
        if (!projection.present[row])
            continue;
        for (int axis = 0; axis < 3; ++axis) {
            const auto i = static_cast<size_t>(axis);
            projection.positions[row][axis] =
                projection.coordinates[row][i] - (low[i] + high[i]) / 2;
        }
        radius = std::max(radius, projection.positions[row].length());
    }
    if (radius > 0)
        for (QVector3D &position : projection.positions)
            position /= radius;
}

} // namespace helicase
