// Batches of token ids as what `helicase train classify` reads: a tokenizer folder with a word per
// id, and rows in an order that the run's shuffle turns into that of the batches.
#pragma once

#include "core/base/json_file.h"
#include "core/neural/tensor/tensor_file.h"
#include "core/neural/train/shuffled_queue.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string>
#include <vector>

namespace helicase::test {

// Three bases that stand for an id from 0 to 63.
inline std::string wordOf(int64_t id)
{
    std::string word;
    for (const int64_t place : {16, 4, 1})
        word += "ACGT"[id / place % 4];
    return word;
}

// No token is added to a text: special tokens have words like all others.
inline void writeWordTokenizer(const std::filesystem::path &folder)
{
    nlohmann::json vocabulary = nlohmann::json::object();
    for (int64_t id = 0; id < 64; ++id)
        vocabulary[wordOf(id)] = id;
    std::filesystem::create_directories(folder);
    writeJsonFile(
        folder / "tokenizer.json",
        {{"version", "1.0"},
         {"pre_tokenizer", {{"type", "WhitespaceSplit"}}},
         {"model",
          {{"type", "WordPiece"}, {"unk_token", wordOf(0)}, {"vocab", std::move(vocabulary)}}}});
}

// Rows sequence,label from input_ids and attention_mask [steps, batch, length] and labels [steps,
// batch]: a run with this seed and this batch size draws them in the order of the tensors.
inline void writeBatches(const std::filesystem::path &file, const NamedTensors &batches,
                         uint64_t seed)
{
    const torch::Tensor ids = batches.at("input_ids").flatten(0, 1);
    const torch::Tensor lengths = batches.at("attention_mask").sum(-1).flatten();
    const torch::Tensor labels = batches.at("labels").flatten();
    std::vector<int64_t> numbers(static_cast<size_t>(ids.size(0)));
    std::iota(numbers.begin(), numbers.end(), 0);
    ShuffledQueue queue(numbers, RandomStream(seed, "training examples"));
    std::vector<std::string> rows(numbers.size());
    for (const int64_t number : numbers) {
        std::string row;
        for (int64_t i = 0; i < lengths[number].item<int64_t>(); ++i)
            row += (i > 0 ? " " : "") + wordOf(ids[number][i].item<int64_t>());
        row += ',' + std::to_string(labels[number].item<int64_t>()) + '\n';
        rows[static_cast<size_t>(queue.next())] = std::move(row);
    }
    std::ofstream stream(file);
    stream << "sequence,label\n";
    for (const std::string &row : rows)
        stream << row;
}

} // namespace helicase::test
