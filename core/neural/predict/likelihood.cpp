#include "core/neural/predict/likelihood.h"

#include "core/base/progress.h"

#include <algorithm>
#include <limits>

namespace helicase {

namespace {

constexpr int64_t tokensAtOnce = 8192;

// The model reads [begin, end) and tells tokens first .. end, the last of which stands behind it.
struct Window {
    int64_t begin = 0;
    int64_t end = 0;
    int64_t first = 0;
};

std::vector<Window> windowsOf(int64_t tokens, int64_t context)
{
    const int64_t stride = std::max<int64_t>(1, context / 2);
    std::vector<Window> windows;
    int64_t told = 0; // tokens up to this one have their value
    for (int64_t begin = 0; told + 1 < tokens; begin += stride) {
        const int64_t end = std::min(begin + context, tokens - 1);
        windows.push_back({begin, end, told + 1});
        told = end;
    }
    return windows;
}

void tell(Gpt &model, std::span<const TokenId> tokens, std::span<const Window> windows,
          std::vector<float> &result)
{
    std::vector<std::vector<TokenId>> ids;
    for (const Window &window : windows)
        ids.emplace_back(tokens.begin() + window.begin, tokens.begin() + window.end);
    const torch::Tensor logits = model->logits(model->forward(pack(ids)).last);
    const torch::Tensor logs = torch::log_softmax(logits, 1).contiguous();
    const auto *row = logs.const_data_ptr<float>();
    const int64_t letters = logs.size(1);
    for (const Window &window : windows)
        for (int64_t place = window.begin; place < window.end; ++place, row += letters)
            if (place + 1 >= window.first)
                result[static_cast<size_t>(place + 1)] =
                    row[tokens[static_cast<size_t>(place + 1)]];
}

} // namespace

std::vector<float> tokenLogLikelihoods(Gpt &model, std::span<const TokenId> tokens,
                                       const std::stop_token &stop)
{
    const torch::NoGradGuard noGradients;
    model->eval();
    std::vector<float> result(tokens.size(), std::numeric_limits<float>::quiet_NaN());
    const int64_t context = model->config().context;
    const std::vector<Window> windows = windowsOf(std::ssize(tokens), context);
    const auto atOnce = static_cast<size_t>(std::max<int64_t>(1, tokensAtOnce / context));
    for (size_t first = 0; first < windows.size(); first += atOnce) {
        throwIfStopped(stop);
        tell(model, tokens,
             std::span(windows).subspan(first, std::min(atOnce, windows.size() - first)), result);
    }
    return result;
}

} // namespace helicase
