// Where the weights are that a user means by a path. No LibTorch type; thread-safe.
#pragma once

#include <filesystem>
#include <string>

namespace helicase {

// A model folder (it holds config.json) is returned as it is. Of a run folder the best checkpoint
// is taken, else the newest one; only a checkpoint that agrees with its manifest is. Throws
// InputError that says what is missing.
std::filesystem::path locateModel(const std::filesystem::path &modelOrRun);

// A name for tables: that of the run or model folder, with the step for a single checkpoint
// ("contrastive-01-step-1800").
std::string modelName(const std::filesystem::path &modelOrRun);

} // namespace helicase
