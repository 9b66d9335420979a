// Pairs of fragments to train on, and a recipe of a model that trains in moments.
#pragma once

#include "core/base/random_stream.h"
#include "core/dataset/contrastive_pairs.h"
#include "tests/support/test_data.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace helicase::test {

inline void writePairFile(const std::filesystem::path &file, uint64_t seed)
{
    RandomStream random(seed, "pairs");
    const auto fragment = [&](std::string_view letters) {
        std::string bases;
        for (int i = 0; i < 120; ++i)
            bases += letters[random.below(letters.size())];
        return bases;
    };
    std::vector<ContrastivePair> pairs;
    for (int i = 0; i < 10; ++i)
        for (const char *letters : {"AAAACGT", "ACCCCGT", "ACGTTTT"})
            pairs.push_back({fragment(letters), fragment(letters), letters});
    writePairs(file, pairs);
}

// train.csv, validation.csv and recipe.yaml; more: further lines of the recipe.
inline void writePairRecipe(const std::filesystem::path &folder, const std::string &more)
{
    writePairFile(folder / "train.csv", 1);
    writePairFile(folder / "validation.csv", 2);
    std::ofstream(folder / "recipe.yaml")
        << "data: {train: train.csv, validation: validation.csv, tokenizer: "
        << (sourceFolder() / "resources/demo/tokenizer").string() << "}\n"
        << "model: {layers: 1, width: 32, heads: 2, feed_forward: 32}\n"
        << more;
}

} // namespace helicase::test
