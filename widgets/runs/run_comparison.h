// The ticked runs beside each other: how their settings differ, and one metric of all of them in
// one plot. GUI thread only; curves are read by the scanner.
#pragma once

#include "widgets/common/categories.h"
#include "widgets/runs/run_scanner.h"

#include <QWidget>

class QComboBox;
class QTableView;
class QToolButton;

namespace helicase {

class FlowLayout;
class PlotView;
class SectionHeader;
class SettingsModel;
class Theme;

class RunComparison final : public QWidget {
    Q_OBJECT
public:
    explicit RunComparison(Theme &theme, QWidget *parent = nullptr);

    // The first one is the baseline.
    void setRuns(const RunRows &runs);
    const RunRows &runs() const { return runs_; }
    // The metric that is plotted; empty while no run has one.
    QString metric() const;
    void setCurves(const RunCurves &curves);

Q_SIGNALS:
    void metricChosen();

private:
    QWidget *makeDifferences();
    QWidget *makePlot(Theme &theme);
    void refreshMetrics();
    void refreshLegend();
    void draw();
    void fit();
    CategoryStyle styleOf(const std::filesystem::path &folder) const;

    Theme &theme_;
    RunRows runs_;
    QStringList names_; // parallel to runs_
    RunCurves curves_;
    SettingsModel *settings_ = nullptr;
    SectionHeader *header_ = nullptr;
    QTableView *table_ = nullptr;
    QComboBox *metrics_ = nullptr;
    QWidget *legend_ = nullptr;
    FlowLayout *legendEntries_ = nullptr;
    QToolButton *logarithmic_ = nullptr;
    PlotView *plot_ = nullptr;
};

} // namespace helicase
