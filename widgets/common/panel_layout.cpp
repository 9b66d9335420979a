// The docks of a panel: their widths, the compact window, what is kept from session to session.
#include "widgets/common/dock_title.h"
#include "widgets/common/panel.h"
#include "widgets/common/vertical_scroll.h"

#include <QDataStream>
#include <QDockWidget>
#include <QEvent>
#include <QGuiApplication>
#include <QIODevice>

namespace helicase {

namespace {
constexpr int leastCentreWidth = 400;
constexpr int layoutVersion = 3;
} // namespace

QDockWidget *Panel::fill(SideDock &side, QWidget *content, const QString &name,
                         const QString &title, int width)
{
    side.preferredWidth = side.width = width;
    side.dock = new QDockWidget(title, this);
    side.dock->setObjectName(id_ + name);
    side.dock->setAccessibleName(title);
    side.dock->setTitleBarWidget(new DockTitle(side.dock));
    side.dock->setWidget(new VerticalScroll(content, width, side.dock));
    side.dock->installEventFilter(this);
    addDockWidget(side.area, side.dock);
    return side.dock;
}

QDockWidget *Panel::setLeft(QWidget *content, const QString &title, int preferredWidth)
{
    return fill(left_, content, QStringLiteral(".inputs"), title, preferredWidth);
}

QDockWidget *Panel::setRight(QWidget *content, const QString &title, int preferredWidth)
{
    return fill(right_, content, QStringLiteral(".inspector"), title, preferredWidth);
}

void Panel::setCompact(bool compact)
{
    if (compact == isCompact_ || left_.dock == nullptr || right_.dock == nullptr)
        return;
    isCompact_ = compact;
    if (compact) {
        wideState_ = saveState(layoutVersion);
        addDockWidget(left_.area, right_.dock);
        tabifyDockWidget(left_.dock, right_.dock);
        left_.dock->raise();
        return;
    }
    if (!restoreState(wideState_, layoutVersion)) {
        addDockWidget(right_.area, right_.dock);
        right_.dock->show();
    }
    giveDocksTheirWidths();
}

QByteArray Panel::savedLayout() const
{
    QByteArray saved;
    QDataStream stream(&saved, QIODevice::WriteOnly);
    stream << layoutVersion << left_.width << right_.width
           << (isCompact_ ? wideState_ : saveState(layoutVersion));
    return saved;
}

void Panel::restoreLayout(const QByteArray &saved)
{
    QDataStream stream(saved);
    int version = 0;
    int left = 0;
    int right = 0;
    QByteArray state;
    stream >> version >> left >> right >> state;
    if (stream.status() != QDataStream::Ok || version != layoutVersion)
        return;
    left_.width = std::max(left, 1);
    right_.width = std::max(right, 1);
    if (isCompact_)
        wideState_ = state;
    else
        restoreState(state, layoutVersion);
    giveDocksTheirWidths();
}

void Panel::resetLayout()
{
    const bool compact = isCompact_;
    for (SideDock *side : {&left_, &right_}) {
        if (side->dock == nullptr)
            continue;
        side->width = side->preferredWidth;
        side->dock->setFloating(false);
        addDockWidget(side->area, side->dock);
        side->dock->show();
    }
    isCompact_ = false;
    giveDocksTheirWidths();
    setCompact(compact);
}

void Panel::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    giveDocksTheirWidths();
}

void Panel::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    giveDocksTheirWidths();
}

bool Panel::hasRoomForDocks() const
{
    return !isCompact_ && isVisible() && width() >= left_.width + right_.width + leastCentreWidth;
}

// A page is made small and grows to its place, and a window that was small grows again: docks that
// were squeezed then would stay narrow.
void Panel::giveDocksTheirWidths()
{
    if (!hasRoomForDocks())
        return;
    for (const SideDock *side : {&left_, &right_})
        if (side->dock != nullptr && side->dock->width() != side->width)
            resizeDocks({side->dock}, {side->width}, Qt::Horizontal);
}

// A dock that changes under the pressed mouse was dragged. Whatever else changes it, as a state
// that is restored late, gives way to what was dragged.
bool Panel::eventFilter(QObject *watched, QEvent *event)
{
    for (SideDock *side : {&left_, &right_}) {
        if (event->type() != QEvent::Resize || watched != side->dock || !hasRoomForDocks() ||
            side->dock->isFloating() || dockWidgetArea(side->dock) != side->area)
            continue;
        if (QGuiApplication::mouseButtons().testFlag(Qt::LeftButton))
            side->width = side->dock->width();
        else if (side->dock->width() != side->width)
            QMetaObject::invokeMethod(this, &Panel::giveDocksTheirWidths, Qt::QueuedConnection);
    }
    return QMainWindow::eventFilter(watched, event);
}

} // namespace helicase
