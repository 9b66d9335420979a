// The bins in the left dock: their figures, which of them contigs are moved to (the current row),
// and how the whole binning agrees with the labels. GUI thread.
#pragma once

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QTableView;

namespace helicase {

class BinListModel;
class BinScoring;
class CloudModel;
class GroupKeeper;

class BinsPane final : public QWidget {
    Q_OBJECT

public:
    // actions: what can be done with the current bin, shown as buttons below.
    BinsPane(CloudModel &model, BinScoring &scoring, GroupKeeper &keeper,
             const QList<QAction *> &actions, QWidget *parent = nullptr);

    // "7 bins, 31 unbinned"
    QString summary() const;
    QTableView *table() const { return table_; }

Q_SIGNALS:
    void summaryChanged();
    // A double click: show its contigs.
    void binActivated(int bin);

private:
    void listCandidates();
    void refresh();
    void takeTarget();

    CloudModel &model_;
    BinScoring &scoring_;
    GroupKeeper &keeper_;
    BinListModel *bins_ = nullptr;
    QComboBox *candidate_ = nullptr;
    QTableView *table_ = nullptr;
    QLabel *agreement_ = nullptr;
    QLabel *hint_ = nullptr;
    QWidget *buttons_ = nullptr;
    bool isTaking_ = false;
};

} // namespace helicase
