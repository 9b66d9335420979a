// The centre of the panel: one evaluation as table, notes, figures and details. GUI thread.
#pragma once

#include "widgets/evaluate/stored_evaluation.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QTableView;

namespace helicase {

class BinTableModel;
class BindingFigures;
class BinsRecoveredPlot;
class ResultTableModel;
class SpeciesBinMatrix;
class Theme;

class ResultView final : public QWidget {
    Q_OBJECT

public:
    explicit ResultView(Theme &theme, QWidget *parent = nullptr);

    void setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation);
    QTableView *results() const { return results_; }
    QString sentence() const;

Q_SIGNALS:
    // Ids of contigs, one per line: a cell of the matrix or a bin was chosen.
    void contigsChosen(const QString &ids);

private:
    QWidget *buildHead();
    QWidget *buildBinningFigures();
    QWidget *buildDetails();
    void applyTheme();
    void showNotes();
    void showLegend();
    void fitResultColumns();
    void chooseCandidate(const std::string &name);
    void chooseBin(int row);

    Theme &theme_;
    std::shared_ptr<const StoredEvaluation> evaluation_;
    std::string candidate_; // whose bins are shown
    QLabel *title_ = nullptr;
    QLabel *subtitle_ = nullptr;
    ResultTableModel *resultModel_ = nullptr;
    QTableView *results_ = nullptr;
    QLabel *difference_ = nullptr;
    QLabel *notes_ = nullptr;
    QWidget *binningFigures_ = nullptr;
    QLabel *legend_ = nullptr;
    BinsRecoveredPlot *recovered_ = nullptr;
    QLabel *matrixTitle_ = nullptr;
    SpeciesBinMatrix *matrix_ = nullptr;
    BindingFigures *bindingFigures_ = nullptr;
    QWidget *detailsPane_ = nullptr;
    QLabel *detailsSubtitle_ = nullptr;
    BinTableModel *binModel_ = nullptr;
    QTableView *details_ = nullptr;
};

} // namespace helicase
