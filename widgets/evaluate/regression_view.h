// What a model that predicts a value is worth: key figures, predicted against measured values, and
// the examples, those with the largest errors first. A point picks its row, a row its point. Used
// by Train and Evaluate. GUI thread only.
#pragma once

#include "widgets/evaluate/regression_record.h"
#include "widgets/evaluate/result_head.h"

#include <QWidget>

class QSortFilterProxyModel;
class QTableView;

namespace helicase {

class Theme;
class ValueScatter;
class ValueTableModel;

class RegressionView final : public QWidget {
    Q_OBJECT
public:
    // Parts are named PANEL.regression.figures, .scatter and .examples.
    RegressionView(Theme &theme, const QString &panel, ResultHead::Extent extent,
                   QWidget *parent = nullptr);

    void setRecord(std::shared_ptr<const RegressionRecord> record);
    const RegressionRecord *record() const { return record_.get(); }
    FigureTiles *figures() const { return head_->figures(); }
    ValueScatter *scatter() const { return scatter_; }
    QTableView *examples() const { return examples_; }
    // What is seen most: the scatter.
    void exportWithDialog();

private:
    void fillExportMenu();
    QWidget *buildScatter(Theme &theme);
    QWidget *buildTable();
    void showFigures();
    void showRow(qint64 row);
    void chooseRow();
    QString fileName(const QString &what) const;

    QString prefix_;
    ResultHead::Extent extent_;
    std::shared_ptr<const RegressionRecord> record_;
    ResultHead *head_ = nullptr;
    ValueScatter *scatter_ = nullptr;
    QTableView *examples_ = nullptr;
    ValueTableModel *model_ = nullptr;
    QSortFilterProxyModel *sorted_ = nullptr;
};

} // namespace helicase
