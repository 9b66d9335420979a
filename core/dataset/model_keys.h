// The tensors that the published readers of a model expect, held against those that its file has:
// what is missing, what nobody reads, what has another shape than config.json says. Any thread.
// Source of the key patterns: MosaicBERT as DNABERT-2 and DNABERT-S publish it, Composer's
// checkpoints, and transformers' heads.
#pragma once

#include "core/dataset/model_description.h"

namespace helicase {

struct ShapeMistake {
    std::string name;
    std::vector<int64_t> found;
    std::vector<int64_t> expected;
};

// All names as the file has or would have them.
struct KeyCheck {
    bool isKnown = false;           // an encoder of this kind; otherwise nothing below is filled
    std::string outerPrefix;        // that all keys carry beyond the published ones: "state.model."
    std::vector<std::string> drawn; // missing; get random values when the model is loaded
    std::vector<std::string> missing; // the model cannot be loaded without them
    std::vector<std::string> unused;  // of no part of the model
    std::vector<std::string> implied; // left out because another tensor has their values
    std::vector<ShapeMistake> shapes;
};

KeyCheck checkKeys(const ModelDescription &model);

} // namespace helicase
