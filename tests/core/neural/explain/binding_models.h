// Small binding models of random weights, one per backbone, as folders on the disk.
#pragma once

#include "core/neural/model/gpt_folder.h"
#include "core/neural/predict/binding_predictor.h"
#include "core/tokenizer/fixed_vocabularies.h"
#include "tests/core/neural/embed/tiny_model.h"

namespace helicase::test {

// In root: encoder, gpt and onehot. The GPT takes 60 bases.
inline void writeBindingModels(const std::filesystem::path &root)
{
    RandomStream random(9, "binding models");
    writeTinyModel(root / "donor_encoder");
    const GptConfig sizes{.vocabularySize = 4, .layers = 2, .heads = 4, .width = 32, .context = 60};
    writeContent(root / "donor_gpt",
                 gptContent(Gpt(sizes, random), tokenizerOfLetters(baseAlphabet())));
    writeContent(root / "encoder",
                 BindingPredictor::onEncoder(root / "donor_encoder", random).content());
    writeContent(root / "gpt", BindingPredictor::onGpt(root / "donor_gpt", random).content());
    writeContent(root / "onehot", BindingPredictor::onBases(random).content());
}

} // namespace helicase::test
