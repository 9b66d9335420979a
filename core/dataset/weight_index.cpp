#include "core/dataset/weight_index.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>
#include <set>

namespace helicase {

namespace {

constexpr size_t largestFile = size_t{64} << 20;
constexpr const char *indexHint = "take the index from the source of the model again";

bool isPlainName(const std::string &name)
{
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

} // namespace

WeightIndex WeightIndex::read(const std::filesystem::path &file)
{
    const nlohmann::json document = parseJson(readFile(file, largestFile), file);
    const auto fail = [&](const std::string &message) {
        throw InputError("is no index of weights: " + message, {.file = file}, indexHint);
    };
    if (!document.is_object() || !document.contains("weight_map") ||
        !document["weight_map"].is_object())
        fail("weight_map is missing");
    WeightIndex index{.file = file};
    for (const auto &[tensor, shard] : document["weight_map"].items()) {
        if (!shard.is_string())
            fail("tensor " + printable(tensor) + " has no name of a file");
        const auto name = shard.get<std::string>();
        if (!isPlainName(name))
            fail("tensor " + printable(tensor) + " is said to lie in " + printable(name) +
                 ", expected the name of a file beside the index");
        index.shardOf.emplace(tensor, name);
    }
    if (index.shardOf.empty())
        fail("weight_map names no tensor");
    return index;
}

std::vector<std::filesystem::path> WeightIndex::shards() const
{
    std::set<std::string> names;
    for (const auto &[tensor, name] : shardOf)
        names.insert(name);
    std::vector<std::filesystem::path> files;
    for (const std::string &name : names)
        files.push_back(file.parent_path() / name);
    return files;
}

bool isWeightIndex(const std::filesystem::path &file)
{
    return file.filename().string().ends_with(".index.json");
}

} // namespace helicase
