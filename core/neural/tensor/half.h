// The bits of one bfloat16, the upper half of a float. A type of its own: the row kernels know no
// LibTorch.
#pragma once

#include <cstdint>

namespace helicase {

enum class Half : uint16_t {};

} // namespace helicase
