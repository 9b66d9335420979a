// Macro-F1 of each candidate against the number of training contigs per species, with 95 %
// intervals. GUI thread.
#pragma once

#include "widgets/common/plot_view.h"
#include "widgets/evaluate/stored_evaluation.h"

namespace helicase {

class LearningCurvePlot final : public PlotView {
    Q_OBJECT

public:
    explicit LearningCurvePlot(Theme &theme, QWidget *parent = nullptr);
    // From learning_curve.tsv.
    void setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation, bool dark);

protected:
    // The curve is read, not explored: the wheel scrolls the page.
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }

private:
    struct Curve;
    void draw(const Curve &curve, const QString &name, const QColor &colour, double shift);
};

} // namespace helicase
