// Vectors of sequences with their ids: the one embedding file of the project.
#pragma once

#include "core/base/matrix.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace helicase {

struct EmbeddingTable {
    std::vector<std::string> ids;    // one per row
    std::vector<int64_t> lengths;    // bases of each sequence
    Matrix vectors;                  // [sequences, width]
    std::vector<std::string> labels; // one per row, empty where none is known; or none at all
    std::vector<int64_t> places;     // of a shard: number of each sequence in the whole input
    std::map<std::string, std::string> provenance; // command, model digest, pooling, ...
};

// A safetensors file: embeddings F32 [n, d]; the metadata hold the JSON lists "ids" and "lengths",
// where there are any also "labels" and "places", and each entry of the provenance under its own
// key. Throws InputError for a file of another kind, DiskError when writing fails.
EmbeddingTable readEmbeddings(const std::filesystem::path &file);
void writeEmbeddings(const std::filesystem::path &file, const EmbeddingTable &table);

} // namespace helicase
