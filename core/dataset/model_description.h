// What a model folder holds: config.json, and the tensors of its weights with the part of the model
// that each belongs to. The numbers themselves are not read. Any thread. Source of the key
// patterns: MosaicBERT as DNABERT-2 and DNABERT-S publish it, and
// the GPT of DNA-LLM.
#pragma once

#include "core/dataset/weights_file.h"

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace helicase {

enum class TensorPart { Embeddings, Attention, FeedForward, Norms, Pooler, Heads };

inline constexpr std::array tensorParts{TensorPart::Embeddings,  TensorPart::Attention,
                                        TensorPart::FeedForward, TensorPart::Norms,
                                        TensorPart::Pooler,      TensorPart::Heads};

// "embeddings", "attention", "feed-forward", "norms", "pooler", "heads".
std::string_view nameOf(TensorPart part);

struct TensorDescription {
    std::string name; // as in the file
    std::string type; // "F32"
    std::vector<int64_t> shape;
    int64_t elements = 0;
    int64_t bytes = 0;
    TensorPart part = TensorPart::Heads;
    std::optional<int64_t> layer = std::nullopt; // of the encoder, from 0
    std::string tiedTo = {}; // an earlier tensor that has the same bytes of the file; empty: none
};

struct ModelDescription {
    std::filesystem::path folder;
    std::filesystem::path weights; // the file, or the index of several
    int64_t weightsBytes = 0;      // of all files
    std::string architecture;                     // the first that config.json names, or "unknown"
    std::shared_ptr<const nlohmann::json> config; // an object
    std::vector<TensorDescription>
        tensors; // as data pass them: embeddings, layers by number, pooler, heads

    // Tied tensors count once.
    int64_t parameters() const;
    int64_t parameters(TensorPart part) const;
    // Of a layer or not, whatever the part.
    int64_t parametersOfLayers() const;
    // A whole number of config.json.
    std::optional<int64_t> size(std::string_view key) const;
    // The type that most numbers have.
    std::string precision() const;
};

// Throws InputError that says what is missing when the folder is no model's.
void requireModelFolder(const std::filesystem::path &folder);

// Of a model folder: its config.json, and findWeights(folder), opened. Throws InputError for a
// damaged config.json.
ModelDescription describeModel(const std::filesystem::path &configFile,
                               const std::filesystem::path &weightsFile,
                               const WeightsFile &weights);

} // namespace helicase
