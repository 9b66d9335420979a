// The legend of continuous colours: the bar with its ends and middle in words, and above it how
// many contigs have which value. GUI thread.
#pragma once

#include "widgets/embeddings/number_colours.h"

#include <QWidget>

namespace helicase {

class ColourBar final : public QWidget {
    Q_OBJECT

public:
    explicit ColourBar(QWidget *parent = nullptr);
    void setAttribute(const PointAttribute &attribute, const NumberColours &colours);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    AttributeInfo info_;
    NumberColours colours_;
    std::vector<int> bars_; // contigs by place on the bar
};

} // namespace helicase
