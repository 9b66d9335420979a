// One vector per sequence from a trained encoder. No LibTorch type in this header.
// Source of the protocol: MAGICS-LAB/DNABERT_S, evaluate/utils.py (sorted by length, mean of the
// last hidden states over all tokens, special tokens included).
#pragma once

#include "core/base/progress.h"
#include "core/dataset/embedding_table.h"
#include "core/sequence/sequence.h"

#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string_view>

namespace helicase {

enum class Pooling { Mean, Cls, Max };

// What becomes of the reverse complement: not looked at, mean of both vectors, or both side by
// side.
enum class OtherStrand { Ignore, Average, Concatenate };

struct EmbedSettings {
    Pooling pooling = Pooling::Mean;
    OtherStrand otherStrand = OtherStrand::Ignore;
    int64_t maximumTokens = 5000; // special tokens included; longer sequences are cut, the last
                                  // token stays the closing special one
    int64_t tokensPerBatch = 16384; // upper bound, except for a single sequence that is longer
};

// "mean", "cls", "max" and "none", "average", "concat". Throw OptionError.
Pooling poolingFrom(std::string_view name);
OtherStrand otherStrandFrom(std::string_view name);

// Immutable after construction. One embed at a time per object: it uses all of LibTorch's threads.
class Embedder {
public:
    // A model folder (config.json, model.safetensors, tokenizer files) or a run folder, whose best
    // checkpoint is taken. Throws InputError.
    explicit Embedder(const std::filesystem::path &modelOrRun);
    ~Embedder();
    Embedder(Embedder &&) noexcept;
    Embedder &operator=(Embedder &&) noexcept;

    // Rows in the order of the sequences, whose letters are taken as upper case. provenance tells
    // model, pooling and how many sequences were cut ("truncated"). The vector of a sequence does
    // not depend on the others beyond rounding. Throws Stopped when asked to.
    EmbeddingTable embed(std::span<const Sequence> sequences, const EmbedSettings &settings,
                         Progress &progress, std::stop_token stop = {}) const;

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

} // namespace helicase
