// A scroll area that scrolls up and down only: it is never narrower than what it shows. GUI thread.
#pragma once

#include <QScrollArea>

namespace helicase {

class VerticalScroll final : public QScrollArea {
    Q_OBJECT
public:
    // preferredWidth 0: that of the content.
    explicit VerticalScroll(QWidget *content, int preferredWidth = 0, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    bool eventFilter(QObject *watched, QEvent *event) override;

    int preferredWidth_;
};

} // namespace helicase
