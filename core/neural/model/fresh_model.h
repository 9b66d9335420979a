// A model folder with fresh weights, drawn as published. Source: section "Initialisation" of
// Hugging Face's BertPreTrainedModel as MAGICS-LAB/DNABERT_S, evaluate/model_codes/bert_layers.py,
// uses it. Plain values; thread-safe.
#pragma once

#include "core/neural/model/sequence_classifier.h"

namespace helicase {

struct FreshModel {
    // Encoder: keys without prefix, with a pooler. MaskedLanguage: "bert.*" without pooler and
    // "cls.*", its decoder tied; the row of paddingIndex is drawn like all others. Classifier:
    // "bert.*" with a pooler and "classifier.*".
    enum class Kind { Encoder, MaskedLanguage, Classifier };

    // Number of parameters that save will make, without making them. Throws Error for sizes that
    // fit no model.
    int64_t parameters() const;
    // Throws Error for sizes that fit no model, DiskError.
    void save(const std::filesystem::path &folder, RandomStream &random,
              WeightsFormat format = WeightsFormat::Safetensors) const;

    Kind kind = Kind::Encoder;
    EncoderConfig encoder;
    LabelSet labels; // of a classifier
};

} // namespace helicase
