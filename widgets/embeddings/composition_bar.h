// A bar of coloured parts, one per class, as long as their shares. GUI thread.
#pragma once

#include <QColor>
#include <QWidget>

#include <vector>

namespace helicase {

class CompositionBar final : public QWidget {
    Q_OBJECT

public:
    struct Part {
        QColor colour;
        double amount = 0;
        QString toolTip;
    };

    explicit CompositionBar(QWidget *parent = nullptr);
    void setParts(std::vector<Part> parts);
    QSize sizeHint() const override { return {100, 10}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    std::vector<Part> parts_;
    double total_ = 0;
};

} // namespace helicase
