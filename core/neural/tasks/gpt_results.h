// The files that DNA-LLM's pre-training leaves: ckpt_{mode}.pt with the best weights,
// losses_{mode}.json, summary_{mode}.json, and the plots loss_{mode}.svg and, when a folder holds
// the losses of both published modes, training_time_comparison.svg. Source: inhyeoklee/DNA-LLM,
// 3_dna-llm-pretraining.py. One thread at a time.
#pragma once

#include "core/neural/model/gpt_folder.h"
#include "core/neural/train/task.h"

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace helicase {

// The losses are those of the run's evaluations, the iteration its step. model: with the best
// weights. Returns the names of the files. Throws DiskError.
nlohmann::json writeGptResults(const std::filesystem::path &folder, const std::string &mode,
                               const Gpt &model, const FinishedRun &run);

} // namespace helicase
