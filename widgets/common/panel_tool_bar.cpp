#include "widgets/common/panel_tool_bar.h"

#include "widgets/common/icon.h"
#include "widgets/common/widgets.h"

#include <QActionEvent>
#include <QHBoxLayout>
#include <QLayout>
#include <QToolButton>

#include <algorithm>

namespace helicase {

namespace {

constexpr int barHeight = 38;
constexpr int sideMargin = 8;
constexpr int gap = 4;

} // namespace

PanelToolBar::PanelToolBar(const QString &title, QWidget *parent)
    : QToolBar(title, parent), end_(new QWidget(this)), endLayout_(new QHBoxLayout(end_))
{
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setMinimumHeight(barHeight);
    setAccessibleName(tr("%1 tools").arg(title));
    endLayout_->setContentsMargins(gap, 0, sideMargin, 0);
    endLayout_->setSpacing(gap);
    more_ = findChild<QToolButton *>(QStringLiteral("qt_toolbar_ext_button"));
    if (more_ != nullptr) {
        more_->setAccessibleName(tr("More tools"));
        more_->setToolTip(tr("More tools"));
        more_->installEventFilter(this);
    }
}

void PanelToolBar::addAtEnd(QWidget *widget)
{
    endLayout_->addWidget(widget);
    fit();
}

bool PanelToolBar::event(QEvent *event)
{
    const bool isHandled = QToolBar::event(event);
    // Letters or the room around them changed.
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::Show)
        fit();
    return isHandled;
}

// A tool came, went, or was shown or hidden. None grows: what is left over is free room.
void PanelToolBar::actionEvent(QActionEvent *event)
{
    QToolBar::actionEvent(event);
    QWidget *tool =
        event->type() == QEvent::ActionAdded ? widgetForAction(event->action()) : nullptr;
    if (tool != nullptr && (tool->sizePolicy().expandingDirections() & Qt::Horizontal))
        tool->setSizePolicy(QSizePolicy::Maximum, tool->sizePolicy().verticalPolicy());
    fit();
}

void PanelToolBar::resizeEvent(QResizeEvent *event)
{
    QToolBar::resizeEvent(event);
    fit();
}

// The layout puts the ">>" button to the very right, where the end stands.
bool PanelToolBar::eventFilter(QObject *watched, QEvent *event)
{
    const int right = width() - layout()->contentsMargins().right();
    if (watched == more_ && event->type() == QEvent::Move && more_->geometry().right() >= right)
        more_->move(right - more_->width(), more_->y());
    return QToolBar::eventFilter(watched, event);
}

void PanelToolBar::fit()
{
    auto spare = findChildren<QToolButton *>();
    spare.removeIf([](const QToolButton *button) { return !losesItsText(*button); });
    for (QToolButton *button : spare)
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const auto endWidth = [this] {
        return endLayout_->isEmpty() ? 0 : endLayout_->sizeHint().width();
    };
    const auto isTooWide = [&] {
        // A tool behind the ">>" button does not tell the layout that its size changed.
        layout()->invalidate();
        keepClear(endWidth());
        return layout()->sizeHint().width() > width();
    };
    for (auto button = spare.rbegin(); button != spare.rend() && isTooWide(); ++button)
        (*button)->setToolButtonStyle(Qt::ToolButtonIconOnly);
    layout()->invalidate();
    keepClear(endWidth());
    layout()->activate();
    // Opened by the ">>" button the bar has several rows; the end stays in the first one.
    end_->setGeometry(width() - endWidth(), 0, endWidth(),
                      std::min(height(), layout()->sizeHint().height()));
}

// The style gives both sides the same margin.
void PanelToolBar::keepClear(int endWidth)
{
    QMargins margins = layout()->contentsMargins();
    margins.setRight(margins.left() + endWidth);
    layout()->setContentsMargins(margins);
}

} // namespace helicase
