// Whether bytes are text.
#pragma once

#include <cstddef>
#include <string_view>

namespace helicase {

// How many bytes at the beginning are valid UTF-8 (RFC 3629: shortest forms, no surrogates, at most
// U+10FFFF); all of them for a valid text.
size_t validUtf8Bytes(std::string_view text);

} // namespace helicase
