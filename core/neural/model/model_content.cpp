#include "core/neural/model/model_content.h"

#include "core/base/error.h"
#include "core/base/json_file.h"

namespace helicase {

namespace {

void makeFolder(const std::filesystem::path &folder)
{
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        throw DiskError("create folder", folder, failure.value());
}

} // namespace

void ModelContent::addFolder(const std::string &name, ModelContent content)
{
    for (Weights &part : content.weights)
        weights.push_back({name + "/" + part.file, std::move(part.tensors)});
    for (Document &document : content.documents)
        documents.push_back({name + "/" + document.file, std::move(document.value)});
    for (auto &other : content.others)
        others.push_back([name, write = std::move(other)](const std::filesystem::path &folder) {
            write(folder / name);
        });
}

int64_t ModelContent::tensorBytes() const
{
    int64_t bytes = 0;
    for (const Weights &part : weights)
        for (const auto &[name, tensor] : part.tensors)
            bytes += static_cast<int64_t>(tensor.nbytes());
    return bytes;
}

void writeContent(const std::filesystem::path &folder, const ModelContent &content)
{
    makeFolder(folder);
    for (const auto &[file, tensors] : content.weights) {
        makeFolder((folder / file).parent_path());
        if (file.ends_with(".bin") || file.ends_with(".ckpt"))
            writePytorchTensors(folder / file, tensors);
        else
            writeTensors(folder / file, tensors, {{"format", "pt"}});
    }
    for (const auto &[file, value] : content.documents) {
        makeFolder((folder / file).parent_path());
        writeJsonFile(folder / file, value);
    }
    for (const auto &write : content.others)
        write(folder);
}

} // namespace helicase
