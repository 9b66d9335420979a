#include "widgets/common/vertical_scroll.h"

#include "widgets/common/widgets.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace helicase {

namespace {

constexpr int leastWidth = 200;
constexpr int preferredHeight = 400;
constexpr int leastHeight = 120;

} // namespace

VerticalScroll::VerticalScroll(QWidget *content, int preferredWidth, QWidget *parent)
    : QScrollArea(parent), preferredWidth_(preferredWidth)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setRole(content, "sidebar");
    content->setAttribute(Qt::WA_StyledBackground);
    setWidget(content);
    content->installEventFilter(this);
}

QSize VerticalScroll::sizeHint() const
{
    return {std::max(preferredWidth_, minimumSizeHint().width()), preferredHeight};
}

QSize VerticalScroll::minimumSizeHint() const
{
    const int content = std::max(widget()->minimumSizeHint().width(), widget()->minimumWidth());
    return {std::max(content + verticalScrollBar()->sizeHint().width(), leastWidth), leastHeight};
}

// A content that needs more room than before asks for it here.
bool VerticalScroll::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return QScrollArea::eventFilter(watched, event);
}

} // namespace helicase
