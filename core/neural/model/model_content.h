// A model folder before it is written, so that the weights can be copied at one moment and written
// at another, while training goes on. Plain values; writing is thread-safe when nobody changes the
// tensors.
#pragma once

#include "core/neural/tensor/tensor_file.h"

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace helicase {

struct ModelContent {
    // A file of tensors: safetensors, or as torch.save writes them where the name ends in ".bin"
    // or ".ckpt".
    struct Weights {
        std::string file; // relative to the folder
        NamedTensors tensors;
    };
    struct Document {
        std::string file; // relative to the folder
        nlohmann::json value;
    };

    std::vector<Weights> weights;
    std::vector<Document> documents;
    // Write what never changes, say a tokenizer, into the folder they are given.
    std::vector<std::function<void(const std::filesystem::path &)>> others;

    // Puts another folder's content into a folder below this one.
    void addFolder(const std::string &name, ModelContent content);
    int64_t tensorBytes() const;
};

// Makes the folder when it is missing; other files in it are left alone. Throws DiskError.
void writeContent(const std::filesystem::path &folder, const ModelContent &content);

} // namespace helicase
