// The right dock: the scatter of the chosen model, all models beside the published ones, the shown
// window, and how long training took. GUI thread only.
#pragma once

#include "widgets/binding/binding_data.h"
#include "widgets/binding/binding_result.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;

namespace helicase {

class ComparisonModel;
class FactList;
class LiveTraining;
class ScoreScatter;
class Theme;

class BindingInspector final : public QWidget {
    Q_OBJECT
public:
    explicit BindingInspector(Theme &theme, QWidget *parent = nullptr);

    // Null: nothing was evaluated yet. Keeps the chosen model where it is still there.
    void setResult(std::shared_ptr<const BindingResult> result);
    // meanLikelihood: nats per base of the window; nothing where it is not computed.
    void setWindow(const BindingData &windows, int64_t window,
                   std::optional<double> meanLikelihood);
    // Empty: none.
    std::string candidate() const;
    ScoreScatter *scatter() const { return scatter_; }
    QTableView *comparison() const { return comparison_; }
    LiveTraining *training() const { return training_; }

Q_SIGNALS:
    void candidateChosen();

private:
    void buildScatter();
    void buildComparison();
    void showCandidate();
    QString shortLabel(const std::string &name) const;
    void refresh();

    Theme &theme_;
    std::shared_ptr<const BindingResult> result_;
    QComboBox *model_ = nullptr;
    ScoreScatter *scatter_ = nullptr;
    QLabel *correlation_ = nullptr;
    ComparisonModel *comparisonModel_ = nullptr;
    QTableView *comparison_ = nullptr;
    FactList *window_ = nullptr;
    QWidget *timeHeader_ = nullptr;
    FactList *times_ = nullptr;
    LiveTraining *training_ = nullptr;
};

} // namespace helicase
