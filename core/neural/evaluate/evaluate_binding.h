// The evaluation `binding`: runs of the task binding on windows with a measured score per base.
// No LibTorch type.
#pragma once

#include "core/base/progress.h"
#include "core/dataset/binding_set.h"
#include "core/neural/evaluate/evaluation_result.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace helicase {

// HeldOut: windows that none of the runs was trained on, as their checkpoints list them.
enum class BindingWindows { HeldOut, All };

struct BindingEvaluation {
    std::filesystem::path sequences;
    std::filesystem::path scores;
    std::vector<std::filesystem::path> models; // runs, models or a published baseline's file;
                                               // one on one-hot bases counts as a baseline
    std::vector<std::string> baselines;        // "mean": the mean score of the other windows
    BindingWindows windows = BindingWindows::HeldOut;
    OtherLetters letters = OtherLetters::Refuse;
    int64_t shown = 6;       // windows in predictions.tsv
    std::string commandLine; // for the provenance, with the version
    std::string version;
};

// metrics.json, summary.tsv, predictions.tsv (window, position, measured, one column per candidate;
// positions from 1), and of every scored window windows.tsv and predictions.safetensors
// (binding_tables.h) in the folder, metrics.json last. Throws InputError (data, no
// binding model, no window that every run held out), OptionError (unknown baseline), DiskError,
// Stopped.
EvaluationResult evaluateBinding(const BindingEvaluation &evaluation,
                                 const std::filesystem::path &folder, Progress &progress,
                                 std::stop_token stop = {});

} // namespace helicase
