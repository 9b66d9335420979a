// Rows of each class, split beside split: coloured bars with their numbers, a legend below. The
// pointer and the accessible description tell counts and shares. GUI thread only.
#pragma once

#include "core/dataset/data_survey.h"
#include "widgets/data/chart_frame.h"

#include <QStringList>
#include <QWidget>

#include <vector>

namespace helicase {

class ClassBalanceChart final : public QWidget {
    Q_OBJECT

public:
    ClassBalanceChart(const QString &objectName, QWidget *parent = nullptr);

    // Of data without labels: rows of each split.
    void setSurvey(const DataSurvey &survey);
    void clear();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    struct Bar {
        int split = 0;
        int label = 0;
        QRectF area;
    };

    QString tellOf(int split, int label) const;
    void describe();
    // Lines of the legend, which wraps; the last one says how many labels have no room.
    std::vector<QStringList> legendLines(double width) const;
    std::vector<Bar> layOut(const QRectF &bars) const;
    void paintBars(QPainter &painter, const QRectF &bars) const;
    void paintLegend(QPainter &painter, const QRectF &area) const;
    QRectF barArea() const;

    QStringList splits_;
    QStringList labels_;
    std::vector<std::vector<int64_t>> counts_; // by split and label
    std::vector<int64_t> totals_;              // by split
    CountAxis axis_;
};

} // namespace helicase
