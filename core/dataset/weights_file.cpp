#include "core/dataset/weights_file.h"

#include "core/base/error.h"

namespace helicase {

namespace {

std::variant<SafetensorsFile, TorchCheckpoint> opened(const std::filesystem::path &file)
{
    if (looksLikeTorchCheckpoint(file))
        return TorchCheckpoint(file);
    return SafetensorsFile(file);
}

} // namespace

std::filesystem::path findWeights(const std::filesystem::path &folder)
{
    for (const char *name : {"model.safetensors", "pytorch_model.bin"})
        if (std::filesystem::is_regular_file(folder / name))
            return folder / name;
    for (const char *name : {"model.safetensors.index.json", "pytorch_model.bin.index.json"})
        if (std::filesystem::is_regular_file(folder / name))
            throw InputError(std::string("splits its weights over several files (") + name +
                                 "), which is not supported",
                             {.file = folder}, "store them as one model.safetensors");
    throw InputError("is no model folder: model.safetensors is missing", {.file = folder},
                     modelFolderHint);
}

WeightsFile::WeightsFile(const std::filesystem::path &file) : file_(opened(file)) {}

const std::map<std::string, TensorView> &WeightsFile::tensors() const
{
    return std::visit(
        [](const auto &file) -> const auto & { return file.tensors(); }, file_);
}

} // namespace helicase
