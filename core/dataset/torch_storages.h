// The blocks of numbers that the tensors of a PyTorch file lie in, and the pickle that tells how.
#pragma once

#include "core/base/pickle.h"
#include "core/dataset/zip_directory.h"

#include <memory>

namespace helicase {

// A file of torch.save, opened as far as its blocks.
struct TorchFile {
    std::unique_ptr<PickleDocument> document;
    std::map<std::string, std::span<const std::byte>> storages; // by key
};

// bytes: all of the file, mapped for as long as the result is used. Throws InputError.
TorchFile openTorchFile(std::span<const std::byte> bytes, const std::filesystem::path &file);

// The class that holds numbers of a type ("F32"); empty when there is none.
std::string_view storageOfType(std::string_view type);

bool looksLikeTorchFile(std::span<const std::byte> bytes);

// What a tensor's reference to its storage says.
struct StorageReference {
    std::string key;
    std::string type; // as safetensors name it: "F32"
    int64_t elements = 0;
};

// Throws InputError when the value is no such reference.
StorageReference storageReference(const PickleValue &value, const std::filesystem::path &file);

} // namespace helicase
