#include "core/neural/torch_build.h"

#include <ATen/Context.h>
#include <ATen/Version.h>
#include <torch/version.h>

namespace helicase {

std::string torchBuildText()
{
    std::string text = "LibTorch " TORCH_VERSION " (";
    text += at::hasMKL() ? "MKL" : at::hasLAPACK() ? "LAPACK" : "no BLAS";
    text += at::hasMKLDNN() ? ", oneDNN)" : ")";
    text += ", CPU capability " + at::get_cpu_capability();
    return text + (at::hasCUDA() ? ", CUDA loaded" : ", CUDA not loaded");
}

} // namespace helicase
