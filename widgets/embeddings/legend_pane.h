// What the colours mean: the choice of what contigs are coloured by, the classes with eyes and a
// filter over their names, or the bar of a continuous scale. GUI thread.
#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;
class QToolButton;

namespace helicase {

class CloudModel;
class ColourBar;
class LegendModel;

class LegendPane final : public QWidget {
    Q_OBJECT

public:
    explicit LegendPane(CloudModel &model, QWidget *parent = nullptr);

protected:
    void leaveEvent(QEvent *event) override;

private:
    void buildClasses();
    void buildNumbers();
    void listAttributes();
    void refresh();
    void refreshClasses();
    void refreshNumbers();
    int sourceRow(int row) const;
    void cellClicked(const QModelIndex &index);
    void hoverClass(const QModelIndex &index);

    CloudModel &model_;
    LegendModel *legend_ = nullptr;
    QSortFilterProxyModel *filtered_ = nullptr;
    QComboBox *choice_ = nullptr;
    QWidget *classes_ = nullptr;
    QWidget *numbers_ = nullptr;
    ColourBar *bar_ = nullptr;
    QCheckBox *fullRange_ = nullptr;
    QLabel *range_ = nullptr;
    QLineEdit *filterField_ = nullptr;
    QTableView *table_ = nullptr;
    QLabel *summary_ = nullptr;
    QToolButton *showAll_ = nullptr;
    QToolButton *hideOthers_ = nullptr;
};

} // namespace helicase
