// Tells on the desktop that something has ended while no window of the program is in use: the
// window asks for attention in the task bar, and a message appears where the desktop has a tray.
// GUI thread only.
#pragma once

#include <QSystemTrayIcon>
#include <QTimer>

#include <memory>

class QWidget;

namespace helicase {

class DesktopNotice final : public QObject {
    Q_OBJECT
public:
    // A click on the message brings this window to the front.
    explicit DesktopNotice(QWidget *window);

    void show(const QString &title, const QString &text);

Q_SIGNALS:
    void shown(const QString &title, const QString &text);

private:
    void showInTray(const QString &title, const QString &text);

    QWidget *window_;
    // There only as long as it has something to say.
    std::unique_ptr<QSystemTrayIcon> tray_;
    QTimer leaving_;
};

} // namespace helicase
