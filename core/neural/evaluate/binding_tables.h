// What an evaluation of binding keeps of every window: a table of errors and all predictions. No
// LibTorch type; functions without state.
#pragma once

#include "core/base/matrix.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace helicase {

struct NamedPrediction {
    std::string name;
    const Matrix *scores = nullptr; // [windows, bases]
};

// TSV: window, then for each candidate NAME.mse (mean squared error) and NAME.r (Pearson r over the
// window's bases, empty where it is undefined), the largest error of the first candidate first.
// Throws DiskError.
void writeWindowErrors(const std::filesystem::path &file, const std::vector<std::string> &windows,
                       const Matrix &measured, std::span<const NamedPrediction> predictions);

// Safetensors: F32 [windows, bases] under "measured" and under the name of each candidate; the
// metadata hold the JSON list "ids". Throws DiskError.
void writeAllPredictions(const std::filesystem::path &file, const std::vector<std::string> &windows,
                         const Matrix &measured, std::span<const NamedPrediction> predictions);

} // namespace helicase
