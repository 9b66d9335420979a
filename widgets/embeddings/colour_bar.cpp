#include "widgets/embeddings/colour_bar.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int colourSteps = 40;
constexpr int barHeight = 12;
constexpr int countHeight = 36;

} // namespace

ColourBar::ColourBar(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("embeddings.colourbar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ColourBar::sizeHint() const
{
    return {200, countHeight + barHeight + QFontMetrics(smallFont()).height() + 6};
}

void ColourBar::setAttribute(const PointAttribute &attribute, const NumberColours &colours)
{
    info_ = attribute.info;
    colours_ = colours;
    bars_.assign(colourSteps, 0);
    if (!colours_.isEmpty())
        for (const double value : attribute.numbers)
            if (!std::isnan(value) && value >= colours_.low() && value <= colours_.high())
                ++bars_[static_cast<size_t>(std::min(
                    colourSteps - 1, static_cast<int>(colours_.placeOf(value) * colourSteps)))];
    setAccessibleName(tr("Colours of %1 from %2 to %3")
                          .arg(info_.heading(), fixedNumber(colours_.low(), info_.decimals),
                               fixedNumber(colours_.high(), info_.decimals)));
    setToolTip(accessibleName());
    update();
}

void ColourBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(smallFont());
    if (colours_.isEmpty())
        return;
    const double step = double(width()) / colourSteps;
    const int highest = std::max(1, *std::ranges::max_element(bars_));
    const QColor counts = themeColor(ColorRole::Histogram, false); // the same in both themes
    for (int i = 0; i < colourSteps; ++i) {
        const double high = bars_[static_cast<size_t>(i)] * double(countHeight - 2) / highest;
        painter.fillRect(QRectF(i * step, countHeight - high, step - 0.5, high), counts);
        painter.fillRect(QRectF(i * step, countHeight + 1, step + 1, barHeight),
                         colours_.colourAt((i + 0.5) / colourSteps));
    }
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const int top = countHeight + barHeight + 3;
    const QRect text(0, top, width(), height() - top);
    const auto write = [&](Qt::Alignment side, double place) {
        painter.drawText(text, side | Qt::AlignTop,
                         fixedNumber(colours_.valueAt(place), info_.decimals));
    };
    write(Qt::AlignLeft, 0);
    write(Qt::AlignHCenter, 0.5);
    write(Qt::AlignRight, 1);
}

} // namespace helicase
