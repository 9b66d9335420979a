// The centre of the panel: one evaluation as table, notes, figures and details. GUI thread.
#pragma once

#include "widgets/evaluate/stored_evaluation.h"

#include <QWidget>

class QAction;
class QLabel;
class QTableView;
class QToolButton;
class QVBoxLayout;

namespace helicase {

class BinTableModel;
class BindingFigures;
class BinsRecoveredPlot;
class ClassificationView;
class LearningCurvePlot;
class PredictionLoader;
class RegressionView;
class ResultTable;
class SpeciesBinMatrix;
class Theme;

class ResultView final : public QWidget {
    Q_OBJECT

public:
    // The actions become buttons beside the table that they belong to.
    struct Actions {
        QAction *chooseColumns;
        QAction *showBin;
        QAction *saveBins;
    };
    ResultView(Theme &theme, const Actions &actions, QWidget *parent = nullptr);

    void setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation);
    ResultTable *results() const { return results_; }
    // Made when they are first asked for.
    ClassificationView *classification();
    RegressionView *regression();
    QString sentence() const;
    // Whose bins or predictions are shown.
    const std::string &candidate() const { return candidate_; }
    void openColumnMenu();
    void openChosenBin();

Q_SIGNALS:
    // Ids of contigs, one per line: a cell of the matrix or a bin was chosen.
    void contigsChosen(const QString &ids);
    // The predictions of the chosen candidate cannot be read; empty: they can.
    void predictionsFailed(const QString &message);

private:
    void resizeEvent(QResizeEvent *event) override;
    QWidget *buildHead(QAction *chooseColumns);
    QWidget *buildBinningFigures();
    QWidget *buildLearningCurve();
    QWidget *buildDetails(const Actions &actions);
    void applyTheme();
    void showNotes();
    void connectPredictions();
    void showPredictions(QWidget *view);
    void chooseCandidate(const std::string &name);
    void openBin(int row);

    Theme &theme_;
    std::shared_ptr<const StoredEvaluation> evaluation_;
    std::string candidate_; // whose bins are shown
    QWidget *head_ = nullptr;
    QLabel *title_ = nullptr;
    QLabel *subtitle_ = nullptr;
    ResultTable *results_ = nullptr;
    QToolButton *columnButton_ = nullptr;
    QLabel *difference_ = nullptr;
    QLabel *notes_ = nullptr;
    QWidget *binningFigures_ = nullptr;
    QLabel *legend_ = nullptr;
    BinsRecoveredPlot *recovered_ = nullptr;
    QLabel *matrixSubtitle_ = nullptr;
    SpeciesBinMatrix *matrix_ = nullptr;
    QWidget *learningPane_ = nullptr;
    QLabel *learningLegend_ = nullptr;
    LearningCurvePlot *learningCurve_ = nullptr;
    BindingFigures *bindingFigures_ = nullptr;
    QVBoxLayout *predictionPlace_ = nullptr;
    ClassificationView *classification_ = nullptr;
    RegressionView *regression_ = nullptr;
    PredictionLoader *predictions_ = nullptr;
    QWidget *detailsPane_ = nullptr;
    QLabel *detailsSubtitle_ = nullptr;
    BinTableModel *binModel_ = nullptr;
    QTableView *details_ = nullptr;
    QAction *showBin_ = nullptr;
};

} // namespace helicase
