// Which contigs are shown by their numbers: two fields for each of length, GC and depth and for any
// other number that is added, and a histogram of the one in use. GUI thread.
#pragma once

#include "widgets/embeddings/cloud_look.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;

namespace helicase {

class CloudModel;
class NumberHistogram;

class FilterPane final : public QWidget {
    Q_OBJECT

public:
    explicit FilterPane(CloudModel &model, QWidget *parent = nullptr);

private:
    // Two fields in the grid.
    struct Row {
        AttributeInfo info;
        NumberRange whole; // of the data
        QDoubleSpinBox *low = nullptr;
        QDoubleSpinBox *high = nullptr;
    };

    void rebuild();
    void addRow(const AttributeInfo &info);
    QDoubleSpinBox *makeField(const AttributeInfo &info, const QString &end, double value);
    void listMore();
    void apply(const Row &row);
    void takeLook();
    void showHistogramOf(const QString &key);
    bool eventFilter(QObject *watched, QEvent *event) override;

    CloudModel &model_;
    QLabel *caption_ = nullptr;
    NumberHistogram *histogram_ = nullptr;
    QGridLayout *grid_ = nullptr;
    QComboBox *more_ = nullptr;
    std::vector<Row> rows_;
    QString inHistogram_;
};

} // namespace helicase
