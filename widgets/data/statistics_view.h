// A data set in figures: class balance by split, lengths with the limit, duplicates between the
// splits, and a table of the classes. GUI thread only.
#pragma once

#include "widgets/data/loaded_data.h"

#include <QWidget>

class QLabel;
class QTableWidget;

namespace helicase {

class ClassBalanceChart;
class DuplicateMatrix;
class LengthChart;

class StatisticsView final : public QWidget {
    Q_OBJECT

public:
    explicit StatisticsView(QWidget *parent = nullptr);

    void setLoaded(const std::shared_ptr<const LoadedData> &loaded);
    QTableWidget *classes() const { return classes_; }

Q_SIGNALS:
    // A cell of the matrix was chosen: rows of one split that also occur in the other.
    void rowsChosen(const QString &what, const std::vector<uint32_t> &rows);

private:
    QWidget *frame(const QString &title, QLabel *note, QWidget *chart, QLabel *below);
    void fillClasses();
    void chooseCell(int first, int second);

    std::shared_ptr<const LoadedData> loaded_;
    ClassBalanceChart *balance_ = nullptr;
    LengthChart *lengths_ = nullptr;
    DuplicateMatrix *duplicates_ = nullptr;
    QLabel *balanceNote_ = nullptr;
    QLabel *lengthNote_ = nullptr;
    QLabel *duplicateNote_ = nullptr;
    QLabel *duplicateText_ = nullptr;
    QTableWidget *classes_ = nullptr;
};

} // namespace helicase
