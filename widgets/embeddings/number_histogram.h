// How many contigs have which value of a number; bars outside a range are pale. GUI thread.
#pragma once

#include "widgets/embeddings/cloud_look.h"

#include <QWidget>

#include <vector>

namespace helicase {

class NumberHistogram final : public QWidget {
    Q_OBJECT

public:
    explicit NumberHistogram(QWidget *parent = nullptr);
    void setAttribute(const PointAttribute &attribute);
    void setRange(const NumberRange &range);
    QSize sizeHint() const override { return {200, 62}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double valueAt(double place) const;
    QString text(double value) const;

    AttributeInfo info_;
    double low_ = 0;
    double high_ = 0;
    NumberRange range_;
    std::vector<int> bars_;
};

} // namespace helicase
