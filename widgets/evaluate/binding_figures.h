// Predicted beside measured scores per base: the track of one window, and a scatter over all
// windows that were written down. GUI thread.
#pragma once

#include "widgets/common/custom_plot.h"
#include "widgets/evaluate/stored_evaluation.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace helicase {

class PlotView;
class Theme;

class BindingFigures final : public QWidget {
    Q_OBJECT

public:
    explicit BindingFigures(Theme &theme, QWidget *parent = nullptr);
    void setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation, bool dark);

private:
    void drawTrack();
    void drawScatter();
    void addDiagonal(const QCPRange &values);

    Theme &theme_;
    std::shared_ptr<const StoredEvaluation> evaluation_;
    bool isDark_ = false;
    QComboBox *window_ = nullptr;
    QLabel *legend_ = nullptr;
    PlotView *track_ = nullptr;
    PlotView *scatter_ = nullptr;
};

} // namespace helicase
