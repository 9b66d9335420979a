// Why a binding model gives a window its scores: every substitution (in-silico mutagenesis),
// gradient x input, and where its attention lies. No LibTorch type. One thread at a time per model.
#pragma once

#include "core/base/matrix.h"
#include "core/base/progress.h"

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace helicase {

// The order of letters in what follows.
inline constexpr std::string_view substitutedLetters = "ACGT";

// What the window's scores become when one base is another one.
struct Mutagenesis {
    int64_t first = 0;            // the first base that is replaced, 0-based
    std::vector<float> reference; // predicted scores of the window as it is
    Matrix variants; // [4 * bases, window]: row 4 * i + j with base first + i as A, C, G or T; the
                     // rows of the letters that stand there are the reference's

    int64_t bases() const { return variants.rows() / 4; }
    // Change of the summed score.
    double change(int64_t base, int64_t letter) const;
};

struct AttentionMap {
    int64_t heads = 0;
    std::vector<float> weights; // [heads, tokens, tokens], rows sum to 1
};

struct BindingExplanation {
    Mutagenesis mutagenesis;
    std::vector<double> attribution;     // per base: gradient of the summed score times the input
    std::vector<AttentionMap> attention; // per layer; none of the baseline
    std::vector<std::string> tokens;     // rows and columns of the maps: "1-6 ACGTAC", or "special"
};

class BindingExplainer {
public:
    // A run or model folder of the task binding, or the published file of the baseline. Throws
    // InputError.
    explicit BindingExplainer(const std::filesystem::path &modelOrRun);
    ~BindingExplainer();
    BindingExplainer(BindingExplainer &&) noexcept;

    const std::string &name() const;
    // SHA-256 of the weights' file.
    const std::string &digest() const;
    // bases: how many are replaced from `first` on. Substitutions cost by far the most; progress
    // counts them. Throws OptionError for a span outside the window, Error for a window that does
    // not fit the model, Stopped.
    BindingExplanation explain(const std::string &window, int64_t first, int64_t bases,
                               Progress &progress, const std::stop_token &stop = {});

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

} // namespace helicase
