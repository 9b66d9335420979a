// The windows as a table: place or name, motifs, and how well the chosen model predicts them;
// filtered by a text and by whether a model was measured on them, sorted by any column. Reads data
// and result in place. GUI thread only.
#pragma once

#include "widgets/binding/binding_data.h"
#include "widgets/binding/binding_result.h"
#include "widgets/common/table_columns.h"

#include <QAbstractTableModel>

namespace helicase {

enum class WindowScope { Measured, All };

class WindowTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Window, Motifs, Correlation, Error, ColumnCount };

    explicit WindowTableModel(QObject *parent = nullptr);

    // Either may be null.
    void setData(std::shared_ptr<const BindingData> data);
    // Also when the result is replaced; candidate: empty for none.
    void setResult(std::shared_ptr<const BindingResult> result, const std::string &candidate);
    void setScope(WindowScope scope);
    // Windows whose name or place holds the text; "1,840" finds "1840".
    void setFilter(const QString &text);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    // Row of the data.
    int64_t windowAt(int row) const { return rows_[static_cast<size_t>(row)]; }
    int rowOf(int64_t window) const; // -1: it is not listed
    int64_t measured() const { return measured_; }
    // Null: no model was measured on it.
    const WindowFit *fitOf(int64_t window) const;

private:
    void rebuild();
    void sortRows();
    double keyOf(int64_t window) const;
    bool holds(int64_t window, const QString &text) const;
    QString cellText(int64_t window, int column) const;

    std::shared_ptr<const BindingData> data_;
    std::shared_ptr<const BindingResult> result_;
    std::string candidate_;
    std::vector<int64_t> resultRows_; // by window; -1: not scored
    int64_t measured_ = 0;
    WindowScope scope_ = WindowScope::Measured;
    QString filter_;
    int sortColumn_ = Error;
    Qt::SortOrder sortOrder_ = Qt::DescendingOrder;
    std::vector<int64_t> rows_;
    std::vector<TableColumn> columns_;
};

} // namespace helicase
