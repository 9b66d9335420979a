#include "app/workbench/desktop_notice.h"

#include <QApplication>
#include <QWidget>

namespace helicase {

namespace {

constexpr int shownMilliseconds = 10'000;

} // namespace

DesktopNotice::DesktopNotice(QWidget *window) : QObject(window), window_(window)
{
    leaving_.setSingleShot(true);
    leaving_.setInterval(shownMilliseconds);
    connect(&leaving_, &QTimer::timeout, this, [this] { tray_->hide(); });
}

void DesktopNotice::show(const QString &title, const QString &text)
{
    if (QApplication::activeWindow() != nullptr)
        return;
    QApplication::alert(window_);
    if (QSystemTrayIcon::isSystemTrayAvailable() && QSystemTrayIcon::supportsMessages())
        showInTray(title, text);
    Q_EMIT shown(title, text);
}

void DesktopNotice::showInTray(const QString &title, const QString &text)
{
    if (!tray_) {
        tray_ = std::make_unique<QSystemTrayIcon>(window_->windowIcon());
        connect(tray_.get(), &QSystemTrayIcon::messageClicked, window_, [this] {
            window_->show();
            window_->raise();
            window_->activateWindow();
        });
    }
    tray_->show();
    tray_->showMessage(title, text, window_->windowIcon(), shownMilliseconds);
    leaving_.start();
}

} // namespace helicase
