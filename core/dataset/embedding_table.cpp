#include "core/dataset/embedding_table.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/dataset/safetensors.h"

#include <cassert>
#include <cstring>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

using nlohmann::json;

constexpr const char *tensorName = "embeddings";
constexpr const char *idsKey = "ids";
constexpr const char *lengthsKey = "lengths";
constexpr const char *labelsKey = "labels";
constexpr const char *placesKey = "places";

// One of the JSON lists in the metadata.
template <typename Value>
std::vector<Value> listOf(const SafetensorsFile &input, const char *key, size_t count,
                          const std::filesystem::path &file)
{
    const auto text = input.metadata().find(key);
    if (text == input.metadata().end())
        throw InputError(std::string("the metadata have no list of ") + key, {.file = file},
                         "is this an embedding file? \"helicase embed\" writes them");
    std::vector<Value> list;
    try {
        list = parseJson(text->second, file).get<std::vector<Value>>();
    } catch (const json::exception &) {
        throw InputError(std::string("the metadata ") + key + " are no list of the right type",
                         {.file = file});
    }
    if (list.size() != count)
        throw InputError("found " + std::to_string(list.size()) + " " + key + " for " +
                             std::to_string(count) + " vectors",
                         {.file = file});
    return list;
}

std::string dump(const json &value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

EmbeddingTable readEmbeddings(const std::filesystem::path &file)
{
    const SafetensorsFile input(file);
    const TensorView &tensor = input.at(tensorName);
    if (tensor.type != "F32" || tensor.shape.size() != 2)
        throw InputError("the tensor \"embeddings\" is " + tensor.type + " with " +
                             std::to_string(tensor.shape.size()) +
                             " dimensions (expected F32 with 2)",
                         {.file = file});
    EmbeddingTable table;
    table.vectors = Matrix(tensor.shape[0], tensor.shape[1]);
    if (!tensor.bytes.empty())
        std::memcpy(table.vectors.data(), tensor.bytes.data(), tensor.bytes.size());

    const auto rows = static_cast<size_t>(tensor.shape[0]);
    table.ids = listOf<std::string>(input, idsKey, rows, file);
    table.lengths = listOf<int64_t>(input, lengthsKey, rows, file);
    if (input.metadata().contains(labelsKey))
        table.labels = listOf<std::string>(input, labelsKey, rows, file);
    if (input.metadata().contains(placesKey))
        table.places = listOf<int64_t>(input, placesKey, rows, file);
    table.provenance = input.metadata();
    for (const char *key : {idsKey, lengthsKey, labelsKey, placesKey})
        table.provenance.erase(key);
    return table;
}

void writeEmbeddings(const std::filesystem::path &file, const EmbeddingTable &table)
{
    assert(table.ids.size() == static_cast<size_t>(table.vectors.rows()));
    assert(table.lengths.size() == table.ids.size());
    const std::span<const float> values(
        table.vectors.data(), static_cast<size_t>(table.vectors.rows() * table.vectors.columns()));
    auto metadata = table.provenance;
    metadata[idsKey] = dump(table.ids);
    metadata[lengthsKey] = dump(table.lengths);
    if (!table.labels.empty())
        metadata[labelsKey] = dump(table.labels);
    if (!table.places.empty())
        metadata[placesKey] = dump(table.places);
    writeSafetensors(file,
                     {{.name = tensorName,
                       .type = "F32",
                       .shape = {table.vectors.rows(), table.vectors.columns()},
                       .bytes = std::as_bytes(values)}},
                     metadata);
}

} // namespace helicase
