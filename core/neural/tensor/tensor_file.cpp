#include "core/neural/tensor/tensor_file.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/torch_writer.h"
#include "core/dataset/weights_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

namespace helicase {

namespace {

struct TypeName {
    const char *name;
    torch::ScalarType type;
};

constexpr std::array typeNames{
    TypeName{"F32", torch::kFloat32},   TypeName{"F16", torch::kFloat16},
    TypeName{"BF16", torch::kBFloat16}, TypeName{"F64", torch::kFloat64},
    TypeName{"I64", torch::kInt64},     TypeName{"I32", torch::kInt32},
    TypeName{"I16", torch::kInt16},     TypeName{"I8", torch::kInt8},
    TypeName{"U8", torch::kUInt8},      TypeName{"BOOL", torch::kBool},
};

torch::ScalarType scalarType(const std::string &name, const std::filesystem::path &file)
{
    for (const TypeName &entry : typeNames)
        if (name == entry.name)
            return entry.type;
    throw InputError("holds a tensor of type " + name + ", which is not supported", {.file = file});
}

const char *typeName(const std::string &tensor, torch::ScalarType type)
{
    for (const TypeName &entry : typeNames)
        if (type == entry.type)
            return entry.name;
    throw Error("tensor " + tensor + " has a type that files of tensors cannot hold");
}

// The tensors' bytes on the CPU, and the tensors that own them.
struct TensorBytes {
    explicit TensorBytes(const NamedTensors &tensors)
    {
        for (const auto &[name, tensor] : tensors) {
            kept.push_back(tensor.detach().to(torch::kCPU).contiguous());
            const torch::Tensor &values = kept.back();
            entries.push_back({.name = name,
                               .type = typeName(name, values.scalar_type()),
                               .shape = values.sizes().vec(),
                               .bytes = {static_cast<const std::byte *>(values.const_data_ptr()),
                                         values.nbytes()}});
        }
    }

    std::vector<torch::Tensor> kept;
    std::vector<TensorToWrite> entries;
};

} // namespace

NamedTensors readTensors(const std::filesystem::path &file)
{
    const WeightsFile source(file);
    NamedTensors result;
    for (const auto &[name, view] : source.tensors()) {
        torch::Tensor tensor = torch::empty(view.shape, scalarType(view.type, file));
        if (!view.bytes.empty())
            std::memcpy(tensor.data_ptr(), view.bytes.data(), view.bytes.size());
        result.emplace(name, std::move(tensor));
    }
    return result;
}

void writeTensors(const std::filesystem::path &file, const NamedTensors &tensors,
                  const std::map<std::string, std::string> &metadata)
{
    writeSafetensors(file, TensorBytes(tensors).entries, metadata);
}

void writePytorchTensors(const std::filesystem::path &file, const NamedTensors &tensors)
{
    writeTorchTensors(file, TensorBytes(tensors).entries);
}

std::string shapeText(torch::IntArrayRef shape)
{
    std::vector<std::string> sizes;
    for (const int64_t size : shape)
        sizes.push_back(std::to_string(size));
    std::string text = join(sizes, ", ");
    return text.insert(0, 1, '[') + ']';
}

std::string nameText(const std::string &tensorName)
{
    constexpr size_t longest = 200;
    const auto isOrdinary = [](unsigned char letter) {
        return std::isalnum(letter) || letter == '.' || letter == '_' || letter == '-';
    };
    if (tensorName.size() <= longest && std::ranges::all_of(tensorName, isOrdinary))
        return tensorName;
    return printable(tensorName);
}

} // namespace helicase
