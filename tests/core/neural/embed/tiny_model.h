// A model folder with a small encoder of random weights and the demo's tokenizer.
#pragma once

#include "core/neural/model/model_folder.h"
#include "tests/support/test_data.h"

#include <array>
#include <filesystem>

namespace helicase::test {

inline void writeTinyModel(const std::filesystem::path &folder)
{
    const EncoderConfig config{.vocabularySize = 4096,
                               .width = 32,
                               .layers = 2,
                               .heads = 4,
                               .feedForwardWidth = 64,
                               .initializerRange = 0.2};
    RandomStream random(5, "tiny model");
    const Encoder encoder(config, random);
    const std::array parts{ModelPart{"", encoder.get()}};
    saveModel(folder, config.toJson(), parts);
    const auto tokenizer = sourceFolder() / "resources/demo/tokenizer/dna";
    for (const auto &entry : std::filesystem::directory_iterator(tokenizer))
        std::filesystem::copy_file(entry.path(), folder / entry.path().filename(),
                                   std::filesystem::copy_options::overwrite_existing);
}

} // namespace helicase::test
