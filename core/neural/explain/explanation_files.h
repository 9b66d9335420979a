// An explanation on the disk: tables and tensors that the window reads, and a report for people. No
// LibTorch type; functions without state.
#pragma once

#include "core/motif/motif.h"
#include "core/neural/explain/binding_explanation.h"
#include "core/neural/explain/motif_matches.h"

#include <filesystem>
#include <span>

namespace helicase {

struct ExplainedWindow {
    std::string name;
    std::string sequence;
    std::string model;
    std::string modelDigest; // SHA-256 of the weights; empty when it is not known
    std::string commandLine;
    std::string version;
};

// In the folder:
//   mutagenesis.safetensors  reference [window], variants [bases, 4, window], float32
//   mutagenesis.tsv          position, reference, alternative, change (of the summed score)
//   attribution.tsv          position, base, gradient_x_input
//   motif_hits.tsv           motif, name, strand, begin, end, score, p_value, predicted,
//                            strongest (substitution), change; only with motifs
//   attention.safetensors    layer_1 ... [heads, tokens, tokens]; attention_tokens.tsv: their names
//   report.html, and explanation.json last: {window, model, bases, first, sequence}
// Positions count from 1. Throws DiskError.
void writeExplanation(const std::filesystem::path &folder, const ExplainedWindow &window,
                      const BindingExplanation &explanation, std::span<const Motif> motifs,
                      std::span<const MotifMatch> matches);

} // namespace helicase
