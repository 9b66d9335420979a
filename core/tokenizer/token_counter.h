// How many tokens texts become, for whoever needs the number only. Thread-safe.
#pragma once

#include "core/tokenizer/tokenizer.h"

#include <functional>

namespace helicase {

// Of one text, or of a pair when the second is not empty; special tokens included.
std::function<int64_t(std::string_view first, std::string_view second)>
tokenCounter(std::shared_ptr<const Tokenizer> tokenizer);

} // namespace helicase
