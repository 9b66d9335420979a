// Carries the precompiled header of LibTorch for the folders of core/neural.
#include <torch/version.h>

namespace helicase {
const char *torchVersion() { return TORCH_VERSION; }
} // namespace helicase
