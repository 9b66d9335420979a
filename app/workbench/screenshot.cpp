#include "app/workbench/screenshot.h"

#include "app/workbench/main_window.h"

#include <QPixmap>

namespace helicase {

namespace {
constexpr int pollMilliseconds = 200;
// Replots, layouts and the first frames of 3-D views settle within this time.
constexpr int settleMilliseconds = 1500;
} // namespace

Screenshot::Screenshot(MainWindow &window, QString file) : window_(window), file_(std::move(file))
{
    connect(&timer_, &QTimer::timeout, this, &Screenshot::look);
    timer_.start(pollMilliseconds);
}

void Screenshot::look()
{
    waitedMilliseconds_ += pollMilliseconds;
    const Panel *panel = window_.currentPanel();
    if (panel == nullptr || panel->contentReady()) {
        timer_.stop();
        QTimer::singleShot(settleMilliseconds, this, &Screenshot::take);
    } else if (waitedMilliseconds_ > longestWaitSeconds * 1000) {
        timer_.stop();
        Q_EMIT finished(
            tr("the panel %1 had no content after %2 s").arg(panel->id()).arg(longestWaitSeconds));
    }
}

void Screenshot::take()
{
    const QPixmap picture = window_.grab();
    if (picture.isNull() || !picture.save(file_))
        Q_EMIT finished(tr("%1 cannot be written").arg(file_));
    else
        Q_EMIT finished({});
}

} // namespace helicase
