// Vectors without a model: what every model has to beat. No LibTorch type; thread-safe.
#pragma once

#include "core/dataset/embedding_table.h"
#include "core/sequence/sequence.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// "tnf": shares of the 256 words of 4 bases, in the letter order of DNABERT-S (A, T, C, G; first
// letter slowest). "tnf-merged": the 136 words left when a word and its reverse complement count as
// one.
const std::vector<std::string> &baselineNames();

// "TNF", "TNF, strands merged". Throws OptionError for an unknown name.
std::string baselineLabel(std::string_view name);

// Words with other letters than A, C, G and T are skipped. Throws OptionError for an unknown name.
EmbeddingTable embedBaseline(std::string_view name, std::span<const Sequence> sequences);

} // namespace helicase
