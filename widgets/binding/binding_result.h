// What an evaluation of binding runs says about every window: errors, predictions per base, and how
// predicted and measured scores lie together. Reading blocks and is meant for a worker thread; the
// result is immutable and its files stay mapped.
#pragma once

#include "core/dataset/safetensors.h"
#include "widgets/evaluate/stored_evaluation.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace helicase {

struct WindowFit {
    double error = 0;        // mean squared
    std::optional<double> r; // Pearson over the window's bases; nothing where it is undefined
};

// How the run of a candidate was trained.
struct TrainedRun {
    std::string folder;
    double seconds = 0; // from its start to its last event
    int64_t steps = 0;
};

// All bases of all windows, counted in squares of predicted against measured score.
struct ScoreDensity {
    static constexpr int bins = 120;            // each way
    static constexpr size_t mostPoints = 20000; // that are drawn one by one

    double low = 0; // of both axes
    double high = 1;
    std::vector<int32_t> counts; // [predicted][measured]
    std::vector<float> measured; // of every base, where there are at most mostPoints
    std::vector<float> predicted;
    int64_t bases = 0;
    std::optional<double> pearson;
};

ScoreDensity densityOf(std::span<const float> measured, std::span<const float> predicted);

struct BindingResult {
    std::shared_ptr<const StoredEvaluation> evaluation;
    std::vector<std::string> windows;
    std::unordered_map<std::string, int64_t> rows; // by window
    std::vector<std::string> candidates;           // models first, then baselines, as evaluated
    std::map<std::string, std::vector<WindowFit>> fits; // by candidate; one per window
    std::map<std::string, ScoreDensity> densities;      // by candidate
    std::map<std::string, TrainedRun> trainings; // of candidates that are runs of the project
    std::shared_ptr<const SafetensorsFile> predictions;
    int64_t bases = 0; // of a window

    // -1: the window was not scored.
    int64_t rowOf(const std::string &window) const;
    std::vector<float> predicted(const std::string &candidate, int64_t row) const;
};

// The folder lies in PROJECT/evaluations. Throws InputError when it holds no complete evaluation of
// binding.
std::shared_ptr<const BindingResult> readBindingResult(const std::filesystem::path &folder);

} // namespace helicase
