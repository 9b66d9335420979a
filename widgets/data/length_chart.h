// How long the sequences are: a histogram with the limit as a dashed line, and how many are above
// it. The pointer and the accessible description tell the numbers. GUI thread only.
#pragma once

#include "widgets/data/chart_frame.h"
#include "widgets/data/loaded_data.h"

#include <QWidget>

namespace helicase {

class LengthChart final : public QWidget {
    Q_OBJECT

public:
    LengthChart(const QString &objectName, QWidget *parent = nullptr);

    void setData(const LoadedData &loaded);
    void clear();
    // "10 over 20 (0.2 %)", or the longest where there is no limit.
    QString summary() const { return summary_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QRectF barArea() const;
    // Of a length, which may lie between bars.
    double xOf(const QRectF &bars, int64_t length) const;
    int64_t lastShown() const; // length at the right end
    void paintTicks(QPainter &painter, const QRectF &bars) const;
    void paintLimit(QPainter &painter, const QRectF &bars) const;
    QString tellOf(size_t bar) const;

    LengthDistribution lengths_;
    LengthUnit unit_ = LengthUnit::Bases;
    int64_t limit_ = 0; // 0: none
    CountAxis axis_;
    QString summary_;
};

} // namespace helicase
