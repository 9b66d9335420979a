// How many bins each candidate recovers at levels of completeness, as grouped bars. GUI thread.
#pragma once

#include "widgets/common/plot_view.h"
#include "widgets/evaluate/stored_evaluation.h"

namespace helicase {

// Rows of levels, columns of candidates. Taken from recovered.tsv; without it counted from
// bins.tsv: contamination below 10 %.
struct RecoveredBins {
    std::vector<QString> levels; // "50 %"
    std::vector<std::string> candidates;
    std::vector<std::vector<double>> counts; // [candidate][level]
};

RecoveredBins recoveredBins(const StoredEvaluation &evaluation);
// The same at the same levels with a contamination below 5 %, from bins.tsv.
RecoveredBins cleanBins(const StoredEvaluation &evaluation);

class BinsRecoveredPlot final : public PlotView {
    Q_OBJECT

public:
    explicit BinsRecoveredPlot(Theme &theme, QWidget *parent = nullptr);
    void setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation, bool dark);

protected:
    // Bars are read, not explored: the wheel scrolls the page.
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }

private:
    void addBars(const std::vector<double> &counts, double shift, double width,
                 const QColor &colour, const QString &name);
    void addNumber(double at, double value);
};

} // namespace helicase
