#include "core/neural/embed/token_windows.h"

#include "core/base/error.h"

#include <algorithm>

namespace helicase {

TokenWindows::TokenWindows(const Tokenizer &tokenizer, const EmbedSettings &settings)
    : tokenizer_(tokenizer)
{
    const Encoding probe = tokenizer.encode("ACGTACGTACGT", SpecialTokens::Add);
    const auto first = std::ranges::find(probe.specialMask, uint8_t{0}) - probe.specialMask.begin();
    const auto end =
        std::ranges::find(probe.specialMask.begin() + first, probe.specialMask.end(), uint8_t{1}) -
        probe.specialMask.begin();
    before_.assign(probe.ids.begin(), probe.ids.begin() + first);
    after_.assign(probe.ids.begin() + end, probe.ids.end());
    room_ = settings.maximumTokens - std::ssize(before_) - std::ssize(after_);
    if (room_ < 1)
        throw OptionError("max-tokens",
                          "no token of a sequence fits beside the special tokens into " +
                              std::to_string(settings.maximumTokens));
    step_ = settings.longSequences == LongSequences::Windows
                ? std::max<int64_t>(1, room_ - settings.windowOverlap)
                : 0;
}

std::vector<TokenId> TokenWindows::framed(std::span<const TokenId> content) const
{
    std::vector<TokenId> ids = before_;
    ids.reserve(before_.size() + content.size() + after_.size());
    ids.insert(ids.end(), content.begin(), content.end());
    ids.insert(ids.end(), after_.begin(), after_.end());
    return ids;
}

SequenceTokens TokenWindows::of(std::string_view text) const
{
    const std::vector<TokenId> ids = tokenizer_.encodeIds(text, SpecialTokens::Omit);
    const std::span<const TokenId> content(ids);
    SequenceTokens tokens{.content = std::ssize(ids), .isLonger = std::ssize(ids) > room_};
    if (content.empty())
        return tokens;
    if (!tokens.isLonger || step_ == 0) {
        tokens.windows.push_back(
            framed(content.first(static_cast<size_t>(std::min(tokens.content, room_)))));
        return tokens;
    }
    for (int64_t first = 0;; first += step_) {
        const int64_t count = std::min(room_, tokens.content - first);
        tokens.windows.push_back(
            framed(content.subspan(static_cast<size_t>(first), static_cast<size_t>(count))));
        if (first + count == tokens.content)
            return tokens;
    }
}

} // namespace helicase
