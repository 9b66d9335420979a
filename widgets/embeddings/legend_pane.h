// The left dock: legend with eyes, a filter over its names, and the length filter. GUI thread.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;
class QToolButton;

namespace helicase {

class CloudModel;
class LegendModel;

class LegendPane final : public QWidget {
    Q_OBJECT

public:
    explicit LegendPane(CloudModel &model, QWidget *parent = nullptr);

private:
    void refresh();
    int sourceRow(int row) const;
    void cellClicked(const QModelIndex &index);

    CloudModel &model_;
    LegendModel *legend_ = nullptr;
    QSortFilterProxyModel *filtered_ = nullptr;
    QLineEdit *filterField_ = nullptr;
    QTableView *table_ = nullptr;
    QLabel *summary_ = nullptr;
    QToolButton *showAll_ = nullptr;
};

} // namespace helicase
