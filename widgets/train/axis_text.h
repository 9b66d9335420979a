// How places on the horizontal axis of training plots are written, and the axis itself. GUI thread
// only.
#pragma once

#include "widgets/common/custom_plot.h"
#include "widgets/train/training_axis.h"

#include <QString>

namespace helicase {

// "Step", "Tokens".
QString axisTitle(TrainingAxis axis);
// "1,740", "1.84 epochs", "12 min 40 s", "2,560,000 tokens".
QString axisText(TrainingAxis axis, double x);
// "step 1,740", "1.84 epochs".
QString placeText(TrainingAxis axis, double x);
// Ticks of whole steps, of times, of large counts ("2.5 M").
void setUpTicks(QCPAxis &axis, TrainingAxis kind);

} // namespace helicase
