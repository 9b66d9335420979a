// The line above the loss plot: one entry per followed run with its colour, marker, eye and state,
// and what the line styles mean; a click on one of these hides such lines. GUI thread only.
#pragma once

#include "widgets/train/metric_plot.h"

#include <QWidget>

namespace helicase {

class FlowLayout;
class FollowedRun;

class RunLegend final : public QWidget {
    Q_OBJECT
public:
    RunLegend(Theme &theme, QWidget *parent = nullptr);

    // `plotted` has one entry per run, in the same order.
    void setRuns(const std::vector<FollowedRun *> &runs, const std::vector<PlottedRun> &plotted,
                 const FollowedRun *shown);

Q_SIGNALS:
    void runChosen(int index);
    void visibilityToggled(int index);
    void removeRequested(int index);
    void trainingToggled(bool isShown);
    void validationToggled(bool isShown);

private:
    QWidget *lineStyles();
    QWidget *entry(const FollowedRun &run, const PlottedRun &plotted, const FollowedRun *shown,
                   int index);
    QWidget *eyeOf(const FollowedRun &run, int index, QWidget *parent);

    Theme &theme_;
    FlowLayout *entries_ = nullptr;
    bool showsTraining_ = true;
    bool showsValidation_ = true;
    QString fingerprint_;
};

} // namespace helicase
