// One vector per sequence from a trained encoder. No LibTorch type in this header.
// Source of the protocol: MAGICS-LAB/DNABERT_S, evaluate/utils.py (mean of the last hidden states
// over all tokens, special tokens included).
#pragma once

#include "core/base/progress.h"
#include "core/dataset/embedding_table.h"
#include "core/neural/embed/embed_settings.h"
#include "core/neural/embed/token_windows.h"
#include "core/sequence/sequence.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>

namespace helicase {

// A sequence as the model reads it.
struct PreparedSequence {
    SequenceTokens forward;
    SequenceTokens backward; // of the reverse complement; empty when that is not looked at
    int64_t tokens() const;  // of all windows of both strands
};

// Immutable after construction. One computation at a time per object: it uses all of LibTorch's
// threads.
class Embedder {
public:
    // A model folder (config.json, model.safetensors, tokenizer files) or a run folder, whose best
    // checkpoint is taken. Throws InputError.
    explicit Embedder(const std::filesystem::path &modelOrRun,
                      Arithmetic arithmetic = Arithmetic::Float32);
    ~Embedder();
    Embedder(Embedder &&) noexcept;
    Embedder &operator=(Embedder &&) noexcept;

    // Rows in the order of the sequences, whose letters are taken as upper case. provenance tells
    // model, settings, tokens and how many sequences were longer than the limit ("truncated", or
    // "windowed"). The vector of a sequence does not depend on the others beyond rounding. Throws
    // InputError for a sequence without tokens, Error for one that does not fit into memory,
    // Stopped when asked to.
    EmbeddingTable embed(std::span<const Sequence> sequences, const EmbedSettings &settings,
                         Progress &progress, std::stop_token stop = {}) const;

    // The parts of embed. texts: upper-case bases. Throws OptionError for settings that do not fit
    // this model.
    std::vector<PreparedSequence> prepare(std::span<const std::string> texts,
                                          const EmbedSettings &settings) const;
    // Throws Error when the sequence of this name does not fit into memory or has tokens that the
    // model does not know.
    void requireFits(const PreparedSequence &sequence, const std::string &name) const;
    // One row each; every sequence must have tokens. `done` is told the tokens of what was computed
    // since the last time, on the calling thread.
    Matrix vectors(std::span<const PreparedSequence> sequences, const EmbedSettings &settings,
                   const std::function<void(int64_t)> &done, const std::stop_token &stop) const;

    // Length of a row.
    int64_t width(const EmbedSettings &settings) const;
    // Digest of everything in the model's folder that vectors depend on.
    const std::string &fingerprint() const;
    // Model, digest, precision and settings.
    std::map<std::string, std::string> provenance(const EmbedSettings &settings) const;

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

// A to Z instead of a to z.
std::string upperCase(std::string_view bases);

} // namespace helicase
