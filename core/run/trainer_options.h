// The options that training tasks share, first those that the trainer itself reads. Tables of the
// single tasks: contrastive_options.cpp, binding_options.cpp, classification_options.cpp,
// gpt_options.cpp.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

namespace training_section {

inline constexpr std::string_view data = "Data";
inline constexpr std::string_view model = "Model";
inline constexpr std::string_view objective = "Objective";
inline constexpr std::string_view adapter = "Low-rank adapter";
inline constexpr std::string_view optimizer = "Optimiser and schedule";
inline constexpr std::string_view checkpoint = "Checkpoints";
inline constexpr std::string_view health = "Health";
inline constexpr std::string_view published = "As published";

} // namespace training_section

// What differs between tasks in the part that the trainer itself reads.
struct TrainerDefaults {
    std::string learningRate;
    std::string headRateScale;
    std::string weightDecay;
    std::string steps;
    std::string warmup;
    std::string accumulation;
    std::string evaluationInterval;
    double fewestSteps = 1; // 0: the task may take the length from its data
};

OptionTable trainerOptions(const TrainerDefaults &defaults);

// Of tasks that train an encoder: where it comes from, or the size of a fresh one.
OptionTable encoderOptions();

OptionTable contrastiveTrainingOptions();
OptionTable bindingTrainingOptions();
OptionTable classificationTrainingOptions();
OptionTable gptTrainingOptions();

} // namespace helicase
