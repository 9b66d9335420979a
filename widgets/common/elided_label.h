// A line of text that ends in an ellipsis, or has one in its middle, where it has too little room; its tool tip then tells the
// whole text. GUI thread.
#pragma once

#include <QLabel>

namespace helicase {

class ElidedLabel final : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(const QString &text, QWidget *parent = nullptr);

    void setElideMode(Qt::TextElideMode mode);
    bool isElided() const;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString shownText() const;

    Qt::TextElideMode mode_ = Qt::ElideRight;
};

} // namespace helicase
