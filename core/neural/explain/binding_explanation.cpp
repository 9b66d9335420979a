#include "core/neural/explain/binding_explanation.h"

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/dataset/weights_file.h"
#include "core/neural/model/model_location.h"
#include "core/neural/predict/binding_predictor.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>
#include <numeric>

namespace helicase {

namespace {

// Variants of these share what lies before the first of them.
constexpr int64_t basesAtOnce = 8;

char upper(char letter)
{
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

// The windows with one of the bases [begin, end) replaced, and their rows in Mutagenesis::variants.
struct Variants {
    Variants(const std::string &window, int64_t first, int64_t begin, int64_t end)
    {
        for (int64_t base = begin; base < end; ++base)
            for (size_t letter = 0; letter < substitutedLetters.size(); ++letter) {
                const auto place = static_cast<size_t>(base);
                if (substitutedLetters[letter] == upper(window[place]))
                    continue;
                windows.push_back(window);
                windows.back()[place] = substitutedLetters[letter];
                rows.push_back(4 * (base - first) + static_cast<int64_t>(letter));
            }
    }
    std::vector<std::string> windows;
    std::vector<int64_t> rows;
};

void requireSpan(const std::string &window, int64_t first, int64_t bases)
{
    if (first < 0 || bases < 1 || first + bases > std::ssize(window))
        throw OptionError("span", "bases " + std::to_string(first + 1) + " to " +
                                      std::to_string(first + bases) +
                                      " are not all in the window of " +
                                      std::to_string(window.size()) + " bases");
}

std::vector<double> attributionOf(const BindingInsides &insides, int64_t bases)
{
    const torch::Tensor gradient =
        torch::autograd::grad({insides.scores.sum()}, {insides.inputs})[0];
    const torch::Tensor shares = (gradient * insides.inputs).sum(1).detach().contiguous();
    std::vector<double> attribution(static_cast<size_t>(bases), 0.0);
    for (size_t row = 0; row < insides.spans.size(); ++row) {
        const TokenSpan span = insides.spans[row];
        for (int32_t base = span.begin; base < span.end; ++base)
            attribution[static_cast<size_t>(base)] =
                shares.const_data_ptr<float>()[row] / static_cast<double>(span.end - span.begin);
    }
    return attribution;
}

std::vector<std::string> namesOf(const std::string &window, const std::vector<TokenSpan> &spans)
{
    std::vector<std::string> names;
    for (const TokenSpan span : spans) {
        if (span.begin == span.end) {
            names.emplace_back("special");
            continue;
        }
        const std::string begin = std::to_string(span.begin + 1);
        names.push_back(
            (span.end == span.begin + 1 ? begin : begin + "-" + std::to_string(span.end)) + " " +
            window.substr(static_cast<size_t>(span.begin),
                          static_cast<size_t>(span.end - span.begin)));
    }
    return names;
}

AttentionMap mapOf(const torch::Tensor &weights)
{
    const torch::Tensor rows = weights.contiguous();
    const auto *begin = rows.const_data_ptr<float>();
    return {.heads = rows.size(0), .weights = {begin, begin + rows.numel()}};
}

} // namespace

double Mutagenesis::change(int64_t base, int64_t letter) const
{
    const std::span<const float> row = variants.row(4 * base + letter);
    return std::accumulate(row.begin(), row.end(), 0.0) -
           std::accumulate(reference.begin(), reference.end(), 0.0);
}

struct BindingExplainer::Internals {
    BindingPredictor predictor;
    std::string name;
    std::string digest;

    Mutagenesis mutate(const std::string &window, int64_t first, int64_t bases, Progress &progress,
                       const std::stop_token &stop)
    {
        const torch::NoGradGuard noGradients;
        BindingNetwork &network = predictor.network();
        const torch::Tensor reference = network.forward({&window, 1}).squeeze(0).contiguous();
        const auto *scores = reference.const_data_ptr<float>();
        Mutagenesis result{.first = first,
                           .reference = {scores, scores + reference.numel()},
                           .variants = Matrix(4 * bases, std::ssize(window))};
        const torch::Tensor rows = viewOf(result.variants);
        rows.copy_(reference.expand_as(rows));
        for (int64_t begin = first; begin < first + bases; begin += basesAtOnce) {
            throwIfStopped(stop);
            const int64_t end = std::min(begin + basesAtOnce, first + bases);
            const Variants variants(window, first, begin, end);
            rows.index_copy_(0, torch::tensor(variants.rows),
                             network.variantScores(variants.windows, begin, end - 1, reference));
            progress.update(end - first, bases, "substitutions");
        }
        return result;
    }
};

BindingExplainer::BindingExplainer(const std::filesystem::path &modelOrRun)
    : internals_(new Internals{.predictor = BindingPredictor::load(modelOrRun)})
{
    const bool isFile = std::filesystem::is_regular_file(modelOrRun);
    internals_->name = isFile ? modelOrRun.stem().string() : modelName(modelOrRun);
    internals_->digest =
        isFile ? sha256OfFile(modelOrRun) : digestOfWeights(findWeights(locateModel(modelOrRun)));
    internals_->predictor.module().eval();
}

const std::string &BindingExplainer::name() const
{
    return internals_->name;
}

const std::string &BindingExplainer::digest() const
{
    return internals_->digest;
}

BindingExplainer::~BindingExplainer() = default;
BindingExplainer::BindingExplainer(BindingExplainer &&) noexcept = default;

BindingExplanation BindingExplainer::explain(const std::string &window, int64_t first,
                                             int64_t bases, Progress &progress,
                                             const std::stop_token &stop)
{
    requireSpan(window, first, bases);
    BindingExplanation explanation;
    explanation.mutagenesis = internals_->mutate(window, first, bases, progress, stop);
    const BindingInsides insides = internals_->predictor.network().look(window);
    explanation.attribution = attributionOf(insides, std::ssize(window));
    if (insides.attention.empty())
        return explanation;
    explanation.tokens = namesOf(window, insides.spans);
    for (const torch::Tensor &weights : insides.attention)
        explanation.attention.push_back(mapOf(weights));
    return explanation;
}

} // namespace helicase
