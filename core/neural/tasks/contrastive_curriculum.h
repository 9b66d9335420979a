// Which loss the epochs of contrastive training have. Source: MAGICS-LAB/DNABERT_S,
// train/pretrain/training.py. Immutable; any thread.
#pragma once

#include "core/run/option_values.h"

#include <cstdint>

namespace helicase {

class ContrastiveCurriculum {
public:
    // From "objective.mixup", "objective.curriculum", "objective.reload" and "length.epochs".
    // Throws OptionError for a curriculum of fewer than three epochs: its first third would have
    // none.
    explicit ContrastiveCurriculum(const OptionValues &options);

    // The first epoch of the second stage; 0 without a curriculum.
    int64_t secondStage() const { return secondStage_; }
    // epoch: how often the data was seen before the step.
    bool isSecondStage(double epoch) const { return epoch >= static_cast<double>(secondStage_); }
    bool mixes(double epoch) const { return isMixed_ && isSecondStage(epoch); }
    // Whether the second stage begins with the weights of the last checkpoint.
    bool reloads() const { return reloads_; }

private:
    bool isMixed_;
    bool reloads_;
    int64_t secondStage_ = 0;
};

} // namespace helicase
