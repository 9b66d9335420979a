// The table below the clouds. In the scope "All" its rows and the selection of the clouds are one;
// in the scope "Selected" it lists the selection. GUI thread.
#pragma once

#include <QWidget>

#include <string>

class QLabel;
class QTableView;
class QToolButton;

namespace helicase {

class CloudModel;
class ContigTableModel;

class ContigTablePane final : public QWidget {
    Q_OBJECT

public:
    explicit ContigTablePane(CloudModel &model, QWidget *parent = nullptr);

    QTableView *table() const { return table_; }
    void setBinsOf(const std::string &candidate);

private:
    QToolButton *scopeButton(const QString &text, const QString &name, bool isSelectedScope);
    void refresh();
    void takeRowsFromSelection();
    void giveRowsToSelection();

    CloudModel &model_;
    ContigTableModel *contigs_ = nullptr;
    QTableView *table_ = nullptr;
    QLabel *summary_ = nullptr;
    bool isTaking_ = false; // the selection is being shown, not changed
};

} // namespace helicase
