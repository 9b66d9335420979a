#include "core/dataset/weights_file.h"

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace helicase {

namespace {

constexpr std::array weightNames{"model.safetensors", "model.safetensors.index.json",
                                 "pytorch_model.bin", "pytorch_model.bin.index.json"};
constexpr const char *shardHint = "index and files must be those of one model; get them again";

template <typename Part>
const std::map<std::string, TensorView> &tensorsIn(const Part &part)
{
    return std::visit(
        [](const auto &file) -> const auto & { return file.tensors(); }, part);
}

} // namespace

bool hasWeights(const std::filesystem::path &folder)
{
    return std::ranges::any_of(weightNames, [&](const char *name) {
        return std::filesystem::is_regular_file(folder / name);
    });
}

std::filesystem::path findWeights(const std::filesystem::path &folder)
{
    for (const char *name : weightNames)
        if (std::filesystem::is_regular_file(folder / name))
            return folder / name;
    throw InputError("is no model folder: model.safetensors is missing", {.file = folder},
                     modelFolderHint);
}

std::vector<std::filesystem::path> filesOfWeights(const std::filesystem::path &fileOrIndex)
{
    if (isWeightIndex(fileOrIndex))
        return WeightIndex::read(fileOrIndex).shards();
    return {fileOrIndex};
}

void removeOtherWeights(const std::filesystem::path &folder, const std::string &kept)
{
    std::error_code ignored;
    for (const char *name : weightNames)
        if (name != kept)
            std::filesystem::remove(folder / name, ignored);
}

WeightsFile::WeightsFile(const std::filesystem::path &file)
{
    if (isWeightIndex(file)) {
        addShards(WeightIndex::read(file));
        return;
    }
    files_.push_back(file);
    parts_.push_back(opened(file));
    tensors_ = tensorsIn(parts_.front());
}

WeightsFile::Part WeightsFile::opened(const std::filesystem::path &file)
{
    if (looksLikeTorchCheckpoint(file))
        return TorchCheckpoint(file);
    return SafetensorsFile(file);
}

void WeightsFile::addShards(const WeightIndex &index)
{
    files_ = index.shards();
    for (const std::filesystem::path &file : files_) {
        if (!std::filesystem::is_regular_file(file))
            throw InputError("is missing, but " + index.file.filename().string() + " names it",
                             {.file = file}, "get all files of the model");
        const std::string name = file.filename();
        for (const auto &[tensor, view] : tensorsIn(parts_.emplace_back(opened(file)))) {
            const auto place = index.shardOf.find(tensor);
            if (place == index.shardOf.end() || place->second != name)
                throw InputError("holds the tensor " + printable(tensor) + ", which " +
                                     index.file.filename().string() +
                                     (place == index.shardOf.end()
                                          ? " does not name"
                                          : " has in " + printable(place->second)),
                                 {.file = file}, shardHint);
            tensors_.emplace(tensor, view);
        }
    }
    for (const auto &[tensor, name] : index.shardOf)
        if (!tensors_.contains(tensor))
            throw InputError("lacks the tensor " + printable(tensor) + ", which " +
                                 index.file.filename().string() + " has there",
                             {.file = index.file.parent_path() / name}, shardHint);
}

int64_t WeightsFile::bytes() const
{
    int64_t sum = 0;
    for (const std::filesystem::path &file : files_)
        sum += static_cast<int64_t>(std::filesystem::file_size(file));
    return sum;
}

std::string digestOfWeights(const std::filesystem::path &fileOrIndex)
{
    if (!isWeightIndex(fileOrIndex))
        return sha256OfFile(fileOrIndex);
    Sha256 digest;
    for (const std::filesystem::path &file : filesOfWeights(fileOrIndex))
        digest.add(sha256OfFile(file));
    return digest.hex();
}

} // namespace helicase
