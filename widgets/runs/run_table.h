// The table of runs as it is shown: where there is too little room the least important columns
// go, unless somebody has chosen them in the menu of columns, where metrics and settings can be
// added as well. Headings of tasks stand among the rows. The space bar ticks a run. GUI thread
// only.
#pragma once

#include "widgets/runs/added_column.h"

#include <QTableView>
#include <cstddef>
#include <optional>

class QMenu;

namespace helicase {

class ColumnChooser;
class RunFilter;
class RunTableModel;

class RunTable final : public QTableView {
    Q_OBJECT
public:
    RunTable(RunTableModel *model, RunFilter *shown, QWidget *parent = nullptr);
    QMenu *columnMenu() const;
    std::optional<RunRow> selectedRun() const;
    // Nothing happens where it is not shown.
    void selectRun(const std::filesystem::path &folder);
    void selectFirstRun();
    // Of the selected run; the model tells of the new one.
    void editName();
    // Kept in the window's settings.
    void setAddedColumns(const std::vector<AddedColumn> &columns);

Q_SIGNALS:
    // Columns want the values of metrics at these steps.
    void stepsWanted(const std::vector<int64_t> &steps);

private:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void restoreAddedColumns();
    void fillMenu();
    void addMetricMenu(QMenu *menu, const QString &metric);
    void addColumnAction(QMenu *menu, const QString &text, const AddedColumn &column);
    void askForStep(const QString &metric);
    void toggle(const AddedColumn &column, bool isShown);
    void resizeEvent(QResizeEvent *event) override;
    void fitColumns();
    void resetWidths();
    int widthOf(int section) const;

    RunTableModel *runs_;
    RunFilter *filter_;
    ColumnChooser *columns_ = nullptr;
    std::ptrdiff_t fitting_ = -1; // columns that there is room for
};

} // namespace helicase
