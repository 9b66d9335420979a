// The rows of a data set: a table with filters by split, label and text above it and what is shown
// below. GUI thread only.
#pragma once

#include "widgets/data/record_model.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;
class QToolButton;

namespace helicase {

class RecordView final : public QWidget {
    Q_OBJECT

public:
    explicit RecordView(QWidget *parent = nullptr);

    void setLoaded(std::shared_ptr<const LoadedData> loaded);
    // Only these rows, until the user wants all again; what: "Duplicates between splits".
    void showOnly(const QString &what, std::vector<uint32_t> rows);
    void showAll();
    // Takes filters away where they hide it.
    void select(uint32_t record);
    void step(int rows);
    // To the next row (1) or the one before (-1) that is remarked upon.
    void stepToRemark(int direction);
    void focusFind();
    QTableView *table() const { return table_; }
    const RecordModel &records() const { return *model_; }

Q_SIGNALS:
    // -1: none.
    void recordSelected(qint64 record);

private:
    QWidget *buildFilters();
    void applyFilter();
    void refreshCount();
    void refreshColumns();
    QString widestLabel() const;

    std::shared_ptr<const LoadedData> loaded_;
    RecordModel *model_ = nullptr;
    QTableView *table_ = nullptr;
    QComboBox *splits_ = nullptr;
    QComboBox *labels_ = nullptr;
    QLineEdit *find_ = nullptr;
    QToolButton *only_ = nullptr; // the limit to some rows, and the way out of it
    QLabel *count_ = nullptr;
    QTimer typing_;
    std::vector<uint32_t> onlyRows_;
};

} // namespace helicase
