// What a classifier is worth: key figures with their denominators, confusion matrix, ROC and
// precision-recall curves, its classes and its most confident mistakes with their sequences. A cell
// of the matrix picks its mistakes, a class its curve. Used by Train and Evaluate. GUI thread only.
#pragma once

#include "widgets/evaluate/classification_record.h"

#include <QWidget>

#include <optional>
#include <utility>

class QButtonGroup;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QToolButton;

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
    // What stands above the figures: key figures, too, or one line where a table has them.
    enum class Head { Full, OneLine };

    // Parts are named PANEL.confusion, PANEL.roc, PANEL.precision_recall, PANEL.classes and
    // PANEL.errors.
    ClassificationView(Theme &theme, const QString &panel, Head head, QWidget *parent = nullptr);

    void setRecord(std::shared_ptr<const ClassificationRecord> record);
    const ClassificationRecord *record() const { return record_.get(); }
    FigureTiles *figures() const { return tiles_; }
    ConfusionMatrix *matrix() const { return matrix_; }
    RankingPlot *roc() const { return roc_; }
    RankingPlot *precisionRecall() const { return precisionRecall_; }
    QTableView *classes() const { return classes_; }
    QTableView *mistakes() const { return mistakes_; }
    // What is seen most: the matrix.
    void exportWithDialog();

private:
    void resizeEvent(QResizeEvent *event) override;
    QWidget *buildHead();
    QWidget *buildMatrix();
    QWidget *buildCurves();
    QWidget *buildTables();
    QWidget *buildMistakes();
    QToolButton *exportButton(QWidget *parent);
    void showFigures();
    void showDescription();
    QString titleText() const;
    void chooseCell(std::optional<std::pair<int, int>> cell);
    void chooseClass();
    void showSequence(int row);
    void exportTableOf(QTableView *table, const QString &name);
    QString named(const char *part) const;
    QString fileName(const QString &what) const;

    Theme &theme_;
    QString panel_;
    Head head_;
    std::shared_ptr<const ClassificationRecord> record_;
    QLabel *title_ = nullptr;
    ElidedLabel *subtitle_ = nullptr;
    FigureTiles *tiles_ = nullptr;
    QLabel *note_ = nullptr;
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
