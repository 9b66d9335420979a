// Which contigs are shown by their length: a histogram over the logarithm and two fields. GUI
// thread.
#pragma once

#include <QWidget>

#include <vector>

class QSpinBox;

namespace helicase {

class CloudModel;

// The bars alone; those outside the range are pale.
class LengthHistogram final : public QWidget {
    Q_OBJECT

public:
    explicit LengthHistogram(QWidget *parent = nullptr);
    void setLengths(const std::vector<int64_t> &lengths);
    void setRange(int64_t minimum, int64_t maximum);
    QSize sizeHint() const override { return {200, 62}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int64_t shortest_ = 0;
    int64_t longest_ = 0;
    int64_t minimum_ = 0;
    int64_t maximum_ = 0;
    std::vector<int> bars_;
};

class LengthFilter final : public QWidget {
    Q_OBJECT

public:
    explicit LengthFilter(CloudModel &model, QWidget *parent = nullptr);

private:
    void takeData();
    void apply();

    CloudModel &model_;
    LengthHistogram *histogram_ = nullptr;
    QSpinBox *minimum_ = nullptr;
    QSpinBox *maximum_ = nullptr;
};

} // namespace helicase
