#include "widgets/common/path_line.h"

#include "widgets/common/icon.h"

#include <QAction>
#include <QHelpEvent>
#include <QStyleOptionFrame>
#include <QStylePainter>
#include <QToolTip>

namespace helicase {

namespace {

// What QLineEdit leaves beside its text, and the room of the folder icon.
constexpr int textMargin = 2;
constexpr int iconWidth = 24;

} // namespace

PathLine::PathLine(QWidget *parent) : QLineEdit(parent)
{
    QAction *browse = addAction(icon(QStringLiteral("folder")), QLineEdit::TrailingPosition);
    browse->setToolTip(tr("Choose a file or folder"));
    connect(browse, &QAction::triggered, this, &PathLine::browseRequested);
}

QString PathLine::shownText() const
{
    return fontMetrics().elidedText(text(), Qt::ElideMiddle, textRectangle().width());
}

QRect PathLine::textRectangle() const
{
    QStyleOptionFrame option;
    initStyleOption(&option);
    return style()
        ->subElementRect(QStyle::SE_LineEditContents, &option, this)
        .adjusted(textMargin, 0, -textMargin - iconWidth, 0);
}

void PathLine::paintEvent(QPaintEvent *event)
{
    if (hasFocus() || shownText() == text()) {
        QLineEdit::paintEvent(event);
        return;
    }
    QStylePainter painter(this);
    QStyleOptionFrame option;
    initStyleOption(&option);
    painter.drawPrimitive(QStyle::PE_PanelLineEdit, option);
    painter.drawItemText(textRectangle(), Qt::AlignLeft | Qt::AlignVCenter, option.palette,
                         isEnabled(), shownText(), QPalette::Text);
}

bool PathLine::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || text().isEmpty())
        return QLineEdit::event(event);
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), text(), this);
    return true;
}

} // namespace helicase
