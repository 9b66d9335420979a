#include "widgets/common/path_line.h"

#include "widgets/common/icon.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QHelpEvent>
#include <QMimeData>
#include <QStyleOptionFrame>
#include <QStylePainter>
#include <QToolTip>

namespace helicase {

namespace {

// What QLineEdit leaves beside its text, and the room of the folder icon.
constexpr int textMargin = 2;
constexpr int iconWidth = 24;

// Of the first file or folder; empty when something else is dragged.
QString droppedPath(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    return urls.isEmpty() ? QString() : urls.first().toLocalFile();
}

} // namespace

PathLine::PathLine(QWidget *parent) : QLineEdit(parent)
{
    QAction *browse = addAction(icon(QStringLiteral("folder")), QLineEdit::TrailingPosition);
    browse->setToolTip(tr("Choose a file or folder"));
    connect(browse, &QAction::triggered, this, &PathLine::browseRequested);
}

QString PathLine::shownText() const
{
    const QFontMetrics metrics = fontMetrics();
    const int width = textRectangle().width();
    if (metrics.horizontalAdvance(text()) <= width)
        return text();
    // The name tells most: the folder gives up its end first.
    const qsizetype slash = text().lastIndexOf(u'/', -2);
    const QString name = text().mid(slash);
    const int left = width - metrics.horizontalAdvance(name);
    if (slash > 0 && left >= metrics.horizontalAdvance(QStringLiteral("/a…")))
        return metrics.elidedText(text().left(slash), Qt::ElideRight, left) + name;
    return metrics.elidedText(text().mid(slash + 1), Qt::ElideMiddle, width);
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

void PathLine::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedPath(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
    else
        QLineEdit::dragEnterEvent(event);
}

void PathLine::dropEvent(QDropEvent *event)
{
    const QString path = droppedPath(*event->mimeData());
    if (path.isEmpty()) {
        QLineEdit::dropEvent(event);
        return;
    }
    setText(path);
    event->acceptProposedAction();
}

bool PathLine::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || text().isEmpty())
        return QLineEdit::event(event);
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), text(), this);
    return true;
}

} // namespace helicase
