// The table below the clouds. In the scope "All" its rows and the selection of the clouds are one;
// in the scope "Selected" it lists the selection. A text filters it; the matches can be selected.
// GUI thread.
#pragma once

#include <QStringList>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;
class QToolButton;

namespace helicase {

class CloudModel;
class ColumnChooser;
class ContigTableHeader;
class ContigTableModel;

class ContigTablePane final : public QWidget {
    Q_OBJECT

public:
    // exportTable: its button stands at the right.
    ContigTablePane(CloudModel &model, QAction *exportTable, QWidget *parent = nullptr);

    QTableView *table() const { return table_; }
    ContigTableModel *contigs() const { return contigs_; }
    void focusSearch();
    // The next or previous row that matches the text becomes the selection.
    void step(int rows);
    void selectMatches();

private:
    QToolButton *scopeButton(const QString &text, const QString &name, bool isSelectedScope);
    void buildTable();
    void buildHead(QAction *exportTable);
    void buildSorting();
    // Alone, the other way round when it is the only one; or after the others.
    void sortBy(int column, bool isAdded);
    void listGroupings();
    void takeColumns();
    void refresh();
    void fillSortMenu();
    void takeSortKeys();
    void refreshSpans();
    void takeRowsFromSelection();
    void giveRowsToSelection();

    CloudModel &model_;
    ContigTableModel *contigs_ = nullptr;
    QWidget *head_ = nullptr;
    QTableView *table_ = nullptr;
    ContigTableHeader *header_ = nullptr;
    QToolButton *sorting_ = nullptr;
    QLineEdit *search_ = nullptr;
    QComboBox *grouping_ = nullptr;
    QLabel *summary_ = nullptr;
    ColumnChooser *chooser_ = nullptr;
    QStringList knownColumns_;
    bool isTaking_ = false; // the selection is being shown, not changed
};

} // namespace helicase
