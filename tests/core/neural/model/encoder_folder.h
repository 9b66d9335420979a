// A small encoder in a model folder.
#pragma once

#include "core/neural/model/model_folder.h"

namespace helicase::test {

inline const EncoderConfig smallEncoder{.vocabularySize = 20,
                                        .width = 12,
                                        .layers = 1,
                                        .heads = 2,
                                        .feedForwardWidth = 16,
                                        .paddingIndex = 0};

inline Encoder makeEncoder()
{
    RandomStream random(3, "weights");
    return Encoder(smallEncoder, random);
}

inline void saveEncoder(const std::filesystem::path &folder, const std::string &prefix = {})
{
    Encoder encoder = makeEncoder();
    const ModelPart part{prefix, encoder.get()};
    saveModel(folder, smallEncoder.toJson(), {&part, 1});
}

// Rewrites the folder's tensors by a function.
template <typename Change>
void changeTensors(const std::filesystem::path &folder, Change change)
{
    NamedTensors tensors = readTensors(folder / "model.safetensors");
    change(tensors);
    writeTensors(folder / "model.safetensors", tensors);
}

// What is wrong with the folder; "no error" when nothing is.
inline std::string messageOf(const std::filesystem::path &folder)
{
    try {
        ModelFolder(folder).loadEncoder();
    } catch (const InputError &error) {
        return error.line();
    }
    return "no error";
}

} // namespace helicase::test
