// How the parameters of a model spread over its parts: a line and a bar of each. GUI thread.
#pragma once

#include <QWidget>

#include <vector>

namespace helicase {

struct ParameterShare {
    QString label;
    qint64 count = 0;
    bool isInFile = true; // else it is drawn when the model is loaded
};

class ParameterBars final : public QWidget {
    Q_OBJECT

public:
    explicit ParameterBars(QWidget *parent = nullptr);

    void setShares(std::vector<ParameterShare> shares);
    const std::vector<ParameterShare> &shares() const { return shares_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    int rowHeight() const;

    std::vector<ParameterShare> shares_;
};

} // namespace helicase
