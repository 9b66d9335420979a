// The files of a model folder beside its weights and config.json: tokenizer, notes. Thread-safe.
#pragma once

#include <filesystem>

namespace helicase {

// Copies them, each atomically; folders are left out. Throws DiskError.
void copyFilesBesideWeights(const std::filesystem::path &from, const std::filesystem::path &to);

} // namespace helicase
