// What turns sequences into vectors: everything that the numbers depend on beside the model. Plain
// values without LibTorch types; functions without state.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

enum class Pooling { Mean, Cls, Max };

// What becomes of the reverse complement: not looked at, mean of both vectors, or both side by
// side.
enum class OtherStrand { Ignore, Average, Concatenate };

// What becomes of a sequence with more tokens than the limit: the rest is cut off (the last token
// stays the closing special one), or it is embedded in windows, each with special tokens of its
// own, whose vectors become one: their mean weighted by tokens, for max the largest of each entry.
enum class LongSequences { Cut, Windows };

// Of the products with the weights and in attention; all else is 32-bit.
enum class Arithmetic { Float32, BFloat16 };

struct EmbedSettings {
    std::vector<Pooling> poolings{Pooling::Mean}; // side by side, in this order
    OtherStrand otherStrand = OtherStrand::Ignore;
    LongSequences longSequences = LongSequences::Cut;
    int64_t maximumTokens = 5000; // of a sequence or window, special tokens included
    int64_t windowOverlap = 0;    // tokens that a window shares with the one before
    int64_t layer = -1; // whose output is pooled: 1 the first, -1 the last, 0 the embedding layer
    bool contrastiveHead = false;  // the mean goes through the head that contrastive training used
    int64_t tokensPerBatch = 2048; // upper bound, except for a single sequence that is longer;
                                   // changes nothing but rounding
};

// "mean", "cls", "max", or several joined by "+", none twice. Throws OptionError.
std::vector<Pooling> poolingsFrom(std::string_view names);
std::string namesOf(const std::vector<Pooling> &poolings);
// "none", "average", "concat". Throws OptionError.
OtherStrand otherStrandFrom(std::string_view name);
// "fp32", "bf16"; "auto" is bf16 where the processor multiplies it itself. Throws OptionError.
Arithmetic arithmeticFrom(std::string_view name);
std::string_view nameOf(Arithmetic arithmetic);

// The layer counted from the embedding layer, 0 to `layers`. Throws OptionError outside of it.
int64_t layerNumber(const EmbedSettings &settings, int64_t layers);

// How many vectors stand side by side in one row.
int64_t vectorsPerRow(const EmbedSettings &settings);

// Throws OptionError when the settings do not fit one another.
void check(const EmbedSettings &settings);

// For provenance and cache: all that the vectors depend on, under the options' names.
std::map<std::string, std::string> described(const EmbedSettings &settings);

} // namespace helicase
