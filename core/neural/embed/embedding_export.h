// Writes embeddings in the format that the file's suffix asks for: .safetensors (the project's
// own), .npy with the ids in NAME.ids.txt (and labels in NAME.labels.txt) beside it, or .tsv (id,
// length, label if there are any, one column per dimension). Reading them back is the first one's
// part. Thread-safe.
#pragma once

#include "core/dataset/embedding_table.h"

namespace helicase {

// Throws OptionError for another suffix: call this before a long computation.
void requireEmbeddingSuffix(const std::filesystem::path &file);

// Throws DiskError, and OptionError for another suffix.
void exportEmbeddings(const std::filesystem::path &file, const EmbeddingTable &table);

} // namespace helicase
