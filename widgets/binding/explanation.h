// Why a model predicts what it does in one window: every substitution, gradient times input, motif
// matches and, of models that have it, attention. Written by `helicase explain`; reading blocks and
// is meant for a worker thread. Immutable; the file of predictions stays mapped.
#pragma once

#include "core/dataset/safetensors.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

inline constexpr std::string_view explainedLetters = "ACGT";

struct ExplainedHit {
    std::string motif; // "MA0148.4"
    std::string name;  // "FOXA1"
    char strand = '+';
    int64_t begin = 1; // 1-based in the window, the end is included
    int64_t end = 1;
    double score = 0; // bits
    double pValue = 1;
};

struct Explanation {
    std::filesystem::path folder;
    std::string window;
    std::string model; // its run's name
    std::string sequence;
    std::vector<float> reference; // predicted score per base
    // Change of the summed score by writing A, C, G or T at a base.
    std::vector<std::array<float, 4>> change;
    std::vector<float> gradientTimesInput; // per base
    std::vector<ExplainedHit> hits;
    // Mean over the last layer's heads and the tokens that look, per base; empty: no attention.
    std::vector<float> attention;
    std::shared_ptr<const SafetensorsFile> mutagenesis;

    int64_t bases() const { return static_cast<int64_t>(sequence.size()); }
    // Predicted scores after writing a letter (0 to 3: A, C, G, T) at a base.
    std::vector<float> variant(int64_t base, int letter) const;
    // The letter that stands there, 0 to 3; -1 for another one.
    int referenceLetter(int64_t base) const;
    // Of the largest change in either direction; at least a tiny number.
    float largestChange() const;
    // The letter and base with the largest change among bases [begin, end), 0-based.
    struct Substitution {
        int64_t base = -1;
        int letter = 0;
        float change = 0;
    };
    Substitution strongest(int64_t begin, int64_t end) const;
};

// Throws InputError when a file is missing or does not fit the others.
std::shared_ptr<const Explanation> readExplanation(const std::filesystem::path &folder);

// Where the explanation of a window by a model is kept in a project.
std::filesystem::path explanationFolder(const std::filesystem::path &project,
                                        const std::string &model, const std::string &window);

} // namespace helicase
