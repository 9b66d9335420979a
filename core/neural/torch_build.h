// What this build computes with. No LibTorch type in this header.
#pragma once

#include <string>

namespace helicase {

// "LibTorch 2.11.0 (MKL, oneDNN), CPU capability AVX512, CUDA not loaded".
std::string torchBuildText();

} // namespace helicase
