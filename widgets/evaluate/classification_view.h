// What a classifier is worth: key figures with their denominators, confusion matrix, ROC and
// precision-recall curves, its classes and its most confident mistakes with their sequences. A cell
// of the matrix picks its mistakes, a class its curve. Used by Train and Evaluate. GUI thread only.
#pragma once

#include "widgets/evaluate/classification_record.h"
#include "widgets/evaluate/result_head.h"

#include <QWidget>

#include <optional>
#include <utility>

class QStackedWidget;
class QTabWidget;
class QTableView;

namespace helicase {

class ClassTableModel;
class ConfusionMatrix;
class ElidedLabel;
class FigureTiles;
class MistakeFilter;
class MistakeTableModel;
class RankingPlot;
class Theme;

class ClassificationView final : public QWidget {
    Q_OBJECT
public:
    // Parts are named PANEL.confusion, PANEL.roc, PANEL.precision_recall, PANEL.classes and
    // PANEL.errors.
    ClassificationView(Theme &theme, const QString &panel, ResultHead::Extent extent,
                       QWidget *parent = nullptr);

    void setRecord(std::shared_ptr<const ClassificationRecord> record);
    const ClassificationRecord *record() const { return record_.get(); }
    FigureTiles *figures() const { return head_->figures(); }
    ConfusionMatrix *matrix() const { return matrix_; }
    RankingPlot *roc() const { return roc_; }
    RankingPlot *precisionRecall() const { return precisionRecall_; }
    QTableView *classes() const { return classes_; }
    QTableView *mistakes() const { return mistakes_; }
    // What is seen most: the matrix.
    void exportWithDialog();

private:
    void resizeEvent(QResizeEvent *event) override;
    void fillExportMenu();
    QWidget *buildMatrix();
    QWidget *buildCurves();
    QWidget *buildTables();
    QWidget *buildMistakes();
    void showFigures();
    void showDescription();
    void chooseCell(std::optional<std::pair<int, int>> cell);
    void chooseClass();
    void showSequence(int row);
    QString named(const char *part) const;
    QString fileName(const QString &what) const;

    Theme &theme_;
    QString panel_;
    ResultHead::Extent extent_;
    std::shared_ptr<const ClassificationRecord> record_;
    ResultHead *head_ = nullptr;
    ConfusionMatrix *matrix_ = nullptr;
    QStackedWidget *curves_ = nullptr;
    RankingPlot *roc_ = nullptr;
    RankingPlot *precisionRecall_ = nullptr;
    QTabWidget *tabs_ = nullptr;
    QTableView *classes_ = nullptr;
    ClassTableModel *classModel_ = nullptr;
    QTableView *mistakes_ = nullptr;
    MistakeTableModel *mistakeModel_ = nullptr;
    MistakeFilter *mistakeFilter_ = nullptr;
    QWidget *filter_ = nullptr; // what the mistakes are filtered by
    ElidedLabel *filterText_ = nullptr;
};

} // namespace helicase
