// ROC or precision-recall curves of a classifier: one curve per class against all others, of two
// classes that of the second one; the line of chance beside them. GUI thread only.
#pragma once

#include "widgets/common/plot_view.h"
#include "widgets/evaluate/classification_record.h"

#include <memory>

namespace helicase {

class RankingPlot final : public PlotView {
    Q_OBJECT
public:
    enum class Kind { Roc, PrecisionRecall };

    RankingPlot(Theme &theme, Kind kind, const QString &objectName, QWidget *parent = nullptr);

    void setRecord(std::shared_ptr<const ClassificationRecord> record);
    // That class stands out and the others become context; -1: none does.
    void setHighlighted(int classNumber);
    // The classes that have a curve.
    std::vector<int> drawnClasses() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void draw();
    // Classes that the legend has room for.
    size_t namesThatFit() const;
    void addMean();
    void addCurve(int classNumber);
    void addChance();
    void placeLegend();
    QString nameOf(int classNumber) const;

    Theme &theme_;
    Kind kind_;
    std::shared_ptr<const ClassificationRecord> record_;
    int highlighted_ = -1;
    size_t drawnNames_ = 0; // how many there was room for
};

} // namespace helicase
