#include "widgets/evaluate/confusion_painting.h"

#include "widgets/common/format.h"
#include "widgets/common/species_name.h"
#include "widgets/evaluate/figure_parts.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace helicase {

namespace {

constexpr int mostClassesWithShares = 12;
constexpr int mostClassesWithCounts = 25;
constexpr double gap = 6;
constexpr double widestCell = 140;
constexpr double highestCell = 110;
constexpr double highestNames = 84;

QColor fillOf(double share, bool dark)
{
    const QColor high = dark ? QColor(0x7C, 0xCB, 0xF7) : QColor(0x0B, 0x4F, 0x79);
    return mixed(themeColor(ColorRole::Alternate, dark), high, share <= 0 ? 0 : 0.1 + 0.9 * share);
}

// Draws one matrix, on the screen or into a file.
class Painting {
public:
    Painting(QPainter &painter, const ConfusionCounts &counts, const ConfusionLayout &geometry,
             bool dark)
        : painter_(painter), counts_(counts), at_(geometry), dark_(dark),
          classes_(static_cast<int>(counts.classes.size())), metrics_(smallFont())
    {
        painter_.setFont(smallFont());
        showsCounts_ = classes_ <= mostClassesWithCounts && countsFit();
        showsShares_ = showsCounts_ && classes_ <= mostClassesWithShares && sharesFit();
    }

    void paint()
    {
        for (int row = 0; row < classes_; ++row)
            for (int column = 0; column < classes_; ++column)
                paintCell(row, column);
        paintRowNames();
        paintColumnNames();
        paintTitles();
    }

private:
    void paintCell(int row, int column)
    {
        const QRectF box = at_.cell(row, column);
        const double share = counts_.share(row, column);
        const QColor fill = fillOf(share, dark_);
        painter_.fillRect(box, fill);
        if (!showsCounts_)
            return;
        const QString text = countText(row, column);
        const double line = metrics_.height();
        painter_.setPen(inkOn(fill));
        if (!showsShares_)
            return painter_.drawText(box, Qt::AlignCenter, text);
        QFont strong = smallFont();
        strong.setWeight(QFont::DemiBold);
        painter_.setFont(strong);
        painter_.drawText(QRectF(box.left(), box.center().y() - line, box.width(), line),
                          Qt::AlignCenter, text);
        painter_.setFont(smallFont());
        const QString exact = shareText(share);
        const bool isRounded = metrics_.horizontalAdvance(exact) + 2 > box.width();
        painter_.drawText(QRectF(box.left(), box.center().y(), box.width(), line), Qt::AlignCenter,
                          isRounded ? percent(share) : exact);
    }

    QString countText(int row, int column) const
    {
        return groupedNumber(counts_.counts[static_cast<size_t>(row)][static_cast<size_t>(column)]);
    }

    // All cells have their numbers, or none has.
    bool countsFit() const
    {
        double widest = 0;
        for (int row = 0; row < classes_; ++row)
            for (int column = 0; column < classes_; ++column)
                widest = std::max(widest, metrics_.horizontalAdvance(countText(row, column)));
        return at_.cellHeight - 1 >= metrics_.height() && at_.cellWidth - 3 >= widest;
    }

    bool sharesFit() const
    {
        return at_.cellHeight - 1 >= 2 * metrics_.height() &&
               at_.cellWidth - 3 >= metrics_.horizontalAdvance(percent(1));
    }

    // Names that would overlap are left out in turn.
    int every(double room) const
    {
        return std::max(1, static_cast<int>(std::ceil(metrics_.height() / std::max(room, 0.01))));
    }

    void paintRowNames()
    {
        const int step = every(at_.cellHeight);
        for (int row = 0; row < classes_; row += step) {
            const QRectF box = at_.cell(row, 0);
            const double height = std::max(box.height(), metrics_.height());
            const double top = box.center().y() - height / 2;
            painter_.setPen(themeColor(ColorRole::Text, dark_));
            painter_.drawText(QRectF(at_.left - gap - at_.nameWidth, top, at_.nameWidth, height),
                              Qt::AlignRight | Qt::AlignVCenter, chosenName(row, at_.nameWidth));
            painter_.setFont(smallFont());
            painter_.setPen(themeColor(ColorRole::Muted, dark_));
            painter_.drawText(QRectF(right() + gap, top, 200, height),
                              Qt::AlignLeft | Qt::AlignVCenter, groupedNumber(counts_.ofRow(row)));
        }
        painter_.setPen(themeColor(ColorRole::Muted, dark_));
        painter_.drawText(
            QRectF(right() + gap, at_.top - metrics_.height() - 3, 40, metrics_.height()),
            Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("n"));
    }

    void paintColumnNames()
    {
        painter_.setPen(themeColor(ColorRole::Text, dark_));
        const int step = at_.namesStand ? every(at_.cellWidth) : 1;
        for (int column = 0; column < classes_; column += step) {
            const QRectF box = at_.cell(0, column);
            const QString name =
                chosenName(column, at_.namesStand ? at_.nameHeight : at_.cellWidth);
            if (!at_.namesStand) {
                painter_.drawText(
                    QRectF(box.left(), at_.top - at_.nameHeight - 3, box.width(), at_.nameHeight),
                    Qt::AlignCenter, name);
                continue;
            }
            painter_.save();
            painter_.translate(box.center().x(), at_.top - 3);
            painter_.rotate(-90);
            painter_.drawText(QRectF(0, -metrics_.height() / 2, at_.nameHeight, metrics_.height()),
                              Qt::AlignLeft | Qt::AlignVCenter, name);
            painter_.restore();
        }
    }

    void paintTitles()
    {
        painter_.setFont(smallFont());
        painter_.setPen(themeColor(ColorRole::Muted, dark_));
        const double width = right() - at_.left;
        const double height = classes_ * at_.cellHeight;
        painter_.drawText(
            QRectF(at_.left - 60, 0, width + 120, metrics_.height()), Qt::AlignCenter,
            QCoreApplication::translate("helicase::ConfusionMatrix", "Predicted class"));
        painter_.save();
        painter_.translate(0, at_.top + height / 2);
        painter_.rotate(-90);
        painter_.drawText(QRectF(-200, 0, 400, metrics_.height()), Qt::AlignCenter,
                          QCoreApplication::translate("helicase::ConfusionMatrix", "True class"));
        painter_.restore();
        const QString note = QCoreApplication::translate("helicase::ConfusionMatrix",
                                                         "Colour: share of the true class");
        const double room = at_.width - metrics_.horizontalAdvance(note) - 1;
        painter_.drawText(
            QPointF(std::clamp(room, 0.0, at_.left), at_.top + height + 3 + metrics_.ascent()),
            note);
    }

    double right() const { return at_.left + classes_ * at_.cellWidth; }

    // Binomials are short and italic; the font stays for the name to be drawn.
    QString chosenName(int number, double width)
    {
        const QString &name = counts_.classes[number];
        QFont font = smallFont();
        font.setItalic(isBinomial(name));
        painter_.setFont(font);
        return QFontMetricsF(font).elidedText(shortSpeciesName(name), Qt::ElideRight, width);
    }

    QPainter &painter_;
    const ConfusionCounts &counts_;
    const ConfusionLayout &at_;
    bool dark_;
    int classes_;
    bool showsCounts_ = false;
    bool showsShares_ = false;
    QFontMetricsF metrics_;
};

} // namespace

int64_t ConfusionCounts::ofRow(int row) const
{
    const auto &values = counts[static_cast<size_t>(row)];
    return std::accumulate(values.begin(), values.end(), int64_t{0});
}

double ConfusionCounts::share(int row, int column) const
{
    const int64_t all = ofRow(row);
    const int64_t count = counts[static_cast<size_t>(row)][static_cast<size_t>(column)];
    return all > 0 ? static_cast<double>(count) / static_cast<double>(all) : 0;
}

QString shareText(double share)
{
    return percent(share, share > 0 && share < 0.1 ? 1 : 0);
}

QRectF ConfusionLayout::cell(int row, int column) const
{
    return {left + column * cellWidth, top + row * cellHeight, cellWidth - 1, cellHeight - 1};
}

ConfusionLayout confusionLayout(const ConfusionCounts &counts, const QSize &size)
{
    const QFontMetricsF metrics(smallFont());
    const double line = metrics.height();
    double widest = 0;
    for (const QString &name : counts.classes)
        widest = std::max(widest, metrics.horizontalAdvance(shortSpeciesName(name)) + 4);
    int64_t largest = 0;
    for (int row = 0; row < counts.classes.size(); ++row)
        largest = std::max(largest, counts.ofRow(row));
    const double totals = metrics.horizontalAdvance(groupedNumber(largest)) + gap + 2;
    const double classes = std::max<double>(1, double(counts.classes.size()));
    ConfusionLayout at{.width = double(size.width())};
    at.nameWidth = std::min(widest, size.width() * 0.3);
    at.left = line + gap + at.nameWidth + gap;
    at.cellWidth = std::min((size.width() - at.left - totals) / classes, widestCell);
    at.namesStand = widest + 4 > at.cellWidth;
    at.nameHeight = at.namesStand ? std::min({widest, highestNames, size.height() * 0.3}) : line;
    at.top = line + 3 + at.nameHeight + 3;
    at.cellHeight = std::min((size.height() - at.top - line - 4) / classes, highestCell);
    return at;
}

void paintConfusion(QPainter &painter, const ConfusionCounts &counts, const ConfusionLayout &layout,
                    bool dark)
{
    Painting(painter, counts, layout, dark).paint();
}

} // namespace helicase
