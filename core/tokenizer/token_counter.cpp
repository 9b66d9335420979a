#include "core/tokenizer/token_counter.h"

namespace helicase {

std::function<int64_t(std::string_view first, std::string_view second)>
tokenCounter(std::shared_ptr<const Tokenizer> tokenizer)
{
    return [tokenizer = std::move(tokenizer)](std::string_view first, std::string_view second) {
        const size_t tokens = second.empty()
                                  ? tokenizer->encodeIds(first, SpecialTokens::Add).size()
                                  : tokenizer->encodePair(first, second, SpecialTokens::Add).size();
        return static_cast<int64_t>(tokens);
    };
}

} // namespace helicase
