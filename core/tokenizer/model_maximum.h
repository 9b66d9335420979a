// What the configuration beside a tokenizer says about the model.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace helicase {

// The largest number of tokens that the model takes: the smaller one of model_max_length
// (tokenizer_config.json) and max_position_embeddings (config.json). Nothing where no file says so;
// published files write 1e30 for "no limit", which is nothing too. Throws InputError for a file
// that is no JSON.
std::optional<int64_t> modelMaximum(const std::filesystem::path &folder);

} // namespace helicase
