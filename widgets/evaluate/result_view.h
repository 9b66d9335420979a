// The centre of the panel: one evaluation as table, notes, figures and details. GUI thread.
#pragma once

#include "widgets/evaluate/stored_evaluation.h"

#include <QWidget>

class QAction;
class QLabel;
class QTableView;
class QToolButton;

namespace helicase {

class BinTableModel;
class BindingFigures;
class BinsRecoveredPlot;
class ResultTable;
class SpeciesBinMatrix;
class Theme;

class ResultView final : public QWidget {
    Q_OBJECT

public:
    // The actions become buttons beside the table that they belong to.
    ResultView(Theme &theme, QAction *chooseColumns, QAction *showBin, QWidget *parent = nullptr);

    void setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation);
    ResultTable *results() const { return results_; }
    QString sentence() const;
    void openColumnMenu();
    void openChosenBin();

Q_SIGNALS:
    // Ids of contigs, one per line: a cell of the matrix or a bin was chosen.
    void contigsChosen(const QString &ids);

private:
    void resizeEvent(QResizeEvent *event) override;
    QWidget *buildHead(QAction *chooseColumns);
    QWidget *buildBinningFigures();
    QWidget *buildDetails(QAction *showBin);
    void applyTheme();
    void showNotes();
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
    BindingFigures *bindingFigures_ = nullptr;
    QWidget *detailsPane_ = nullptr;
    QLabel *detailsSubtitle_ = nullptr;
    BinTableModel *binModel_ = nullptr;
    QTableView *details_ = nullptr;
    QAction *showBin_ = nullptr;
};

} // namespace helicase
