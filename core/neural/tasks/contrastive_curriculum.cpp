#include "core/neural/tasks/contrastive_curriculum.h"

#include "core/base/error.h"

#include <cmath>

namespace helicase {

namespace {

constexpr double stages = 3; // the first of them has the loss without mixtures

} // namespace

ContrastiveCurriculum::ContrastiveCurriculum(const OptionValues &options)
    : isMixed_(options.flag("objective.mixup")),
      reloads_(options.flag("objective.curriculum") && options.flag("objective.reload"))
{
    if (!options.flag("objective.curriculum"))
        return;
    secondStage_ = static_cast<int64_t>(std::floor(options.real("length.epochs") / stages));
    if (secondStage_ < 1)
        throw OptionError("length.epochs",
                          "a curriculum of " + options.text("length.epochs") +
                              " epochs has no first stage: that is a third of them, rounded down",
                          "train for at least 3 epochs, or set objective.curriculum to false");
}

} // namespace helicase
