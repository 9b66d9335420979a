// One line at the bottom right of a widget, gone after 6 s. GUI thread only.
#pragma once

#include <QFrame>
#include <QTimer>
#include <functional>

class QLabel;
class QToolButton;

namespace helicase {

class Toast final : public QFrame {
    Q_OBJECT
public:
    // host: the widget in whose corner it appears.
    explicit Toast(QWidget *host);
    void display(const QString &text, const QString &actionText = {},
                 std::function<void()> action = {});
    QString text() const;

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void place();

    QWidget *host_;
    QLabel *label_ = nullptr;
    QToolButton *button_ = nullptr;
    std::function<void()> action_;
    QTimer timer_;
};

} // namespace helicase
