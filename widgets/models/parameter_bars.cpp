#include "widgets/models/parameter_bars.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QPainter>

namespace helicase {

namespace {

constexpr int barMargin = 12;
constexpr int barThickness = 6;

} // namespace

ParameterBars::ParameterBars(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("models.parameters"));
    setAccessibleName(tr("Parameters by part"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ParameterBars::setShares(std::vector<ParameterShare> shares)
{
    shares_ = std::move(shares);
    QStringList words;
    for (const ParameterShare &share : shares_)
        words += tr("%1: %2").arg(share.label, groupedNumber(share.count));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    setToolTip(words.join(u'\n'));
    updateGeometry();
    update();
}

int ParameterBars::rowHeight() const
{
    return QFontMetrics(secondaryFont()).height() + 2 + barThickness + 7;
}

QSize ParameterBars::sizeHint() const
{
    return {220, int(shares_.size()) * rowHeight() + 6};
}

QSize ParameterBars::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void ParameterBars::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(secondaryFont());
    qint64 all = 0;
    for (const ParameterShare &share : shares_)
        all += share.count;
    const int textHeight = painter.fontMetrics().height();
    const int width = this->width() - 2 * barMargin;
    int top = 2;
    for (const ParameterShare &share : shares_) {
        const QRect line(barMargin, top, width, textHeight);
        const QString number = groupedNumber(share.count);
        const int numberWidth = painter.fontMetrics().horizontalAdvance(number);
        painter.setPen(shownColor(share.isInFile ? ColorRole::Text : ColorRole::Muted));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, number);
        painter.drawText(
            line, Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(share.label, Qt::ElideRight, width - numberWidth - 8));
        const QRect track(barMargin, top + textHeight + 2, width, barThickness);
        painter.fillRect(track, shownColor(ColorRole::Border));
        if (all > 0 && share.count > 0) {
            const double part = double(share.count) / double(all);
            painter.fillRect(
                QRectF(track.x(), track.y(), std::max(1.0, width * part), track.height()),
                shownColor(share.isInFile ? ColorRole::Histogram : ColorRole::GreyContext));
        }
        top += rowHeight();
    }
}

void ParameterBars::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace helicase
