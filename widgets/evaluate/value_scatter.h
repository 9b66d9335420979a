// Predicted against measured values: a point per example, the line on which both agree, the same
// range on both axes. One example can stand out. GUI thread only.
#pragma once

#include "widgets/common/plot_view.h"
#include "widgets/evaluate/regression_record.h"

namespace helicase {

class ValueScatter final : public PlotView {
    Q_OBJECT
public:
    ValueScatter(Theme &theme, const QString &objectName, QWidget *parent = nullptr);

    void setRecord(std::shared_ptr<const RegressionRecord> record);
    // A row of the table stands out; -1: none does.
    void setChosen(int64_t row);
    int64_t chosen() const { return chosen_; }

Q_SIGNALS:
    // The point nearest to a click, if it is near.
    void exampleClicked(qint64 row);

private:
    void draw();
    void addPoints();
    void addAgreement();
    void addChosen();
    QString axisTitle(const QString &what) const;
    // -1: no point is near.
    int64_t rowAt(const QPointF &position) const;
    void showExample(const QMouseEvent *event);

    Theme &theme_;
    std::shared_ptr<const RegressionRecord> record_;
    int64_t chosen_ = -1;
};

} // namespace helicase
