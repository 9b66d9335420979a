// A line of text that ends in an ellipsis where it has too little room; its tool tip then tells the
// whole text. GUI thread.
#pragma once

#include <QLabel>

namespace helicase {

class ElidedLabel final : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(const QString &text, QWidget *parent = nullptr);

    bool isElided() const;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString shownText() const;
};

} // namespace helicase
