// The files of all shards of one `helicase embed --shard` become one table. No LibTorch type;
// functions without state.
#pragma once

#include "core/dataset/embedding_table.h"

namespace helicase {

// Every embedding file of the folder is a shard; the rows come out in the order of the input.
// Throws InputError when a shard is missing or there twice, when their settings differ, when an id
// occurs twice, and for a file that is no shard.
EmbeddingTable joinShards(const std::filesystem::path &folder);

} // namespace helicase
