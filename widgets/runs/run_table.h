// The table of runs as it is shown: where there is too little room the least important columns
// go, unless somebody has chosen them in the menu of columns. GUI thread only.
#pragma once

#include <QTableView>
#include <cstddef>

namespace helicase {

class ColumnChooser;

class RunTable final : public QTableView {
    Q_OBJECT
public:
    // model: a RunTableModel or a filter of one.
    explicit RunTable(QAbstractItemModel *model, QWidget *parent = nullptr);

private:
    void resizeEvent(QResizeEvent *event) override;
    void fitColumns();
    void resetWidths();

    ColumnChooser *columns_ = nullptr;
    std::ptrdiff_t fitting_ = -1; // columns that there is room for
};

} // namespace helicase
