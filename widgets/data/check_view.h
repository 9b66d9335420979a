// The checks of a data set as a table: verdict with icon and word, what was found, how many rows,
// and what can be done: show the rows, write a new folder without them, raise the limit. The chosen
// check is told in full below. GUI thread only.
#pragma once

#include "widgets/data/loaded_data.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QTableWidget;
class QToolButton;

namespace helicase {

class CheckView final : public QWidget {
    Q_OBJECT

public:
    explicit CheckView(QWidget *parent = nullptr);

    void setLoaded(const std::shared_ptr<const LoadedData> &loaded);
    QTableWidget *table() const { return table_; }

Q_SIGNALS:
    void rowsChosen(const QString &what, const std::vector<uint32_t> &rows);
    // What `helicase data clean --remove` calls it.
    void removalRequested(const QString &remedy);
    void limitRequested(qint64 tokens);

protected:
    void showEvent(QShowEvent *event) override;

private:
    enum Column { VerdictColumn, Title, Result, Rows, Remedy, ColumnCount };

    void addRow(const DataCheck &check);
    QWidget *buildRemedies(const DataCheck &check);
    void fitColumns();
    void fitRows();
    int firstDoubt() const;
    void showDetails(int row);
    void showRows(int row);
    int64_t longestTokens() const;

    std::shared_ptr<const LoadedData> loaded_;
    QLabel *summary_ = nullptr;
    QTableWidget *table_ = nullptr;
    QLabel *details_ = nullptr;
};

} // namespace helicase
