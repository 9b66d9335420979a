// The summary of an evaluation as a table: the main metrics, and those the user chooses; columns
// as wide as they need, the rest of the width shared among them. GUI thread.
#pragma once

#include "widgets/evaluate/result_table_model.h"

#include <QTableView>

class QMenu;

namespace helicase {

class ColumnChooser;

class ResultTable final : public QTableView {
    Q_OBJECT

public:
    // Of the task's metrics in their order, as far as there is room; the others are chosen in the menu of columns.
    static constexpr int mainMetrics = 8;

    explicit ResultTable(QWidget *parent = nullptr);

    void setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation);
    void setColours(const ResultTableModel::Colours &colours) { model_->setColours(colours); }
    QMenu *columnMenu() const;
    std::vector<ShownMetric> shownMetrics() const;

Q_SIGNALS:
    void candidateChosen(const std::string &name);
    void shownMetricsChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    int neededWidth(int column) const;
    // Gives each column the least it needs; returns what is left of the view, negative when it is too little.
    int layOut(const std::vector<int> &metrics);
    void fitColumns();
    std::vector<int> wishedMetrics() const;

    ResultTableModel *model_ = nullptr;
    ColumnChooser *columns_ = nullptr;
};

} // namespace helicase
