// A character GPT on the disk: a model folder (config.json with model_type "gpt",
// model.safetensors, the tokenizer of its letters) or a checkpoint as DNA-LLM saves it (.pt:
// model_args, model, best_val_loss, iter). Functions without state; thread-safe.
#pragma once

#include "core/neural/model/gpt.h"
#include "core/neural/model/model_content.h"
#include "core/neural/tensor/tensor_file.h"
#include "core/tokenizer/tokenizer.h"

#include <filesystem>
#include <memory>

namespace helicase {

// In float32 and evaluation mode. modelOrRun: a model folder, a run folder (its best checkpoint),
// or a published .pt file. Throws InputError for damaged files, tensors that are missing,
// unexpected or of another shape than the sizes say, and an output layer that is not the tied one.
Gpt loadGpt(const std::filesystem::path &modelOrRun);
// The weights of a folder with gptContent into a model of the same sizes. Throws InputError.
void loadGptWeights(Gpt &model, const std::filesystem::path &folder);

// The sizes that a published file holds as plain values whose names begin so: "model_args." beside
// a GPT, "config." beside a binding head. Throws InputError.
GptConfig publishedSizes(const std::filesystem::path &file, std::string_view prefix);

// The letters of a model of this vocabulary: from the files beside it, else the published alphabets
// of 40 and of 4 letters. Throws InputError for another size, and when the files hold another
// number.
std::shared_ptr<const Tokenizer> gptTokenizer(const std::filesystem::path &modelOrRun,
                                              int64_t vocabularySize);
// The tokenizer of these letters, by id.
std::shared_ptr<const Tokenizer> tokenizerOfLetters(const std::vector<std::string> &letters);

// The live weights and what else the folder holds.
ModelContent gptContent(const Gpt &model, std::shared_ptr<const Tokenizer> tokenizer);

// The state dict under its published names, lm_head.weight among them.
NamedTensors publishedState(const Gpt &model);
struct PublishedProgress {
    double bestLoss = 0;
    int64_t iteration = 0;
};
// Throws DiskError.
void writePublishedGpt(const std::filesystem::path &file, const Gpt &model,
                       const PublishedProgress &progress);

} // namespace helicase
