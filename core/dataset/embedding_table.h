// Vectors of sequences with their ids: the one embedding file of the project.
#pragma once

#include "core/base/matrix.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace helicase {

struct EmbeddingTable {
    std::vector<std::string> ids;                  // one per row
    std::vector<int64_t> lengths;                  // bases of each sequence
    Matrix vectors;                                // [sequences, width]
    std::map<std::string, std::string> provenance; // command, model digest, pooling, ...
};

// A safetensors file: embeddings F32 [n, d]; the metadata hold the JSON lists "ids" and "lengths"
// and each entry of the provenance under its own key. Throws InputError for a file of another kind,
// DiskError when writing fails.
EmbeddingTable readEmbeddings(const std::filesystem::path &file);
void writeEmbeddings(const std::filesystem::path &file, const EmbeddingTable &table);

} // namespace helicase
