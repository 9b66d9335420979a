#include "widgets/binding/track_painting.h"

#include "widgets/common/categories.h"
#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("helicase::BindingTrack", text);
}

class TrackPainting {
public:
    TrackPainting(QPainter &painter, const TrackScene &scene, const TrackLayout &at, bool dark)
        : painter_(painter), scene_(scene), at_(at), dark_(dark), metrics_(smallFont())
    {
        painter_.setFont(smallFont());
    }

    void paint(std::optional<BaseSpan> span)
    {
        paintBands();
        paintGrid();
        if (span)
            paintSpan(*span);
        paintAxis();
        painter_.save();
        painter_.setClipRect(at_.plot.adjusted(0, -2, 0, 2));
        for (const TrackCurve &curve : scene_.curves)
            paintCurve(curve.values, QPen(colourOf(curve), 1));
        if (scene_.variant)
            paintCurve(scene_.variant->values, QPen(colourOf(*scene_.variant), 1.5, Qt::DashLine));
        paintCurve(scene_.measured, QPen(text(), 1), Shape::Steps);
        painter_.restore();
        paintLegend();
        paintLetters();
        paintLane();
        paintValues(at_.likelihood, scene_.likelihood, words("Likelihood"), words("nats"));
        paintValues(at_.attention, scene_.attention, words("Attention"), words("weight"));
    }

private:
    enum class Shape { Line, Steps };

    QColor text() const { return themeColor(ColorRole::Text, dark_); }
    QColor muted() const { return themeColor(ColorRole::Muted, dark_); }
    QColor colourOf(const TrackCurve &curve) const
    {
        return categoryStyle(curve.category, dark_).color;
    }

    void paintBands()
    {
        QColor fill = themeColor(ColorRole::GreyContext, dark_);
        fill.setAlpha(70);
        for (const MotifBand &band : scene_.motifs) {
            const QRectF box = columnOf(at_.plot, band.begin, band.end);
            if (!box.isEmpty())
                painter_.fillRect(box, fill);
        }
    }

    void paintGrid()
    {
        const double step = roundStep((at_.highScore - at_.lowScore) * 40 / at_.plot.height());
        const int decimals = step < 1 ? static_cast<int>(std::ceil(-std::log10(step))) : 0;
        for (double score = std::ceil(at_.lowScore / step) * step; score <= at_.highScore;
             score += step) {
            const double y = std::round(at_.yOf(score)) + 0.5;
            painter_.setPen(QPen(themeColor(ColorRole::PlotGrid, dark_), 1));
            painter_.drawLine(QPointF(at_.plot.left(), y), QPointF(at_.plot.right(), y));
            painter_.setPen(muted());
            painter_.drawText(QRectF(0, y - 10, at_.plot.left() - 6, 20),
                              Qt::AlignRight | Qt::AlignVCenter, fixedNumber(score, decimals));
        }
        painter_.save();
        painter_.translate(2, at_.plot.center().y());
        painter_.rotate(-90);
        painter_.setPen(muted());
        painter_.drawText(QRectF(-at_.plot.height() / 2, 0, at_.plot.height(), metrics_.height()),
                          Qt::AlignCenter, words("Score"));
        painter_.restore();
    }

    void paintSpan(const BaseSpan &span)
    {
        const QRectF box = columnOf(at_.plot, span.begin, span.end);
        if (box.isEmpty())
            return;
        QColor fill = themeColor(ColorRole::Accent, dark_);
        painter_.setPen(QPen(fill, 1, Qt::DashLine));
        fill.setAlpha(16);
        painter_.setBrush(fill);
        painter_.drawRect(box);
        painter_.setBrush(Qt::NoBrush);
    }

    // Wider than a pixel a base has a place of its own; else a column shows smallest and largest.
    void paintCurve(const std::vector<float> &values, const QPen &pen, Shape shape = Shape::Line)
    {
        if (values.empty())
            return;
        painter_.setPen(pen);
        const auto first = static_cast<size_t>(std::max(0.0, std::floor(at_.range.first) - 1));
        const size_t last = std::min(
            values.size(), static_cast<size_t>(std::max(0.0, std::ceil(at_.range.last) + 1)));
        QPolygonF line;
        if (at_.pixelsPerBase() < 1) {
            const auto columns = static_cast<int>(at_.plot.width());
            const auto extremes = columnExtremes(values, at_.range, columns);
            for (int column = 0; column < columns; ++column) {
                const double x = at_.plot.left() + column + 0.5;
                const ColumnExtremes &one = extremes[static_cast<size_t>(column)];
                line << QPointF(x, at_.yOf(double(one.low)))
                     << QPointF(x, at_.yOf(double(one.high)));
            }
        } else if (shape == Shape::Steps) {
            for (size_t base = first; base < last; ++base) {
                const double y = at_.yOf(double(values[base]));
                line << QPointF(at_.xOf(double(base)), y) << QPointF(at_.xOf(double(base) + 1), y);
            }
        } else {
            for (size_t base = first; base < last; ++base)
                line << QPointF(at_.xOf(double(base) + 0.5), at_.yOf(double(values[base])));
        }
        painter_.setRenderHint(QPainter::Antialiasing, shape == Shape::Line);
        painter_.drawPolyline(line);
        painter_.setRenderHint(QPainter::Antialiasing, false);
    }

    void paintAxis()
    {
        painter_.setPen(QPen(themeColor(ColorRole::ControlBorder, dark_), 1));
        painter_.drawLine(at_.plot.bottomLeft(), at_.plot.bottomRight());
        const double widest =
            metrics_.horizontalAdvance(groupedNumber(scene_.firstBase + scene_.length())) + 24;
        const double step = std::max(1.0, roundStep(widest / at_.pixelsPerBase()));
        const double begin = at_.range.first + static_cast<double>(scene_.firstBase);
        const double end = at_.range.last + static_cast<double>(scene_.firstBase);
        for (double base = std::ceil(begin / step) * step; base < end; base += step) {
            const double x = at_.xOf(base - static_cast<double>(scene_.firstBase) + 0.5);
            if (x > at_.plot.right())
                break;
            painter_.setPen(QPen(themeColor(ColorRole::ControlBorder, dark_), 1));
            painter_.drawLine(QPointF(x, at_.plot.bottom()), QPointF(x, at_.plot.bottom() + 4));
            painter_.setPen(muted());
            const double left = std::clamp(x - widest / 2, at_.plot.left() - widest / 2,
                                           at_.plot.right() + 14 - widest + 12);
            painter_.drawText(QRectF(left, at_.axis.top() + 4, widest, metrics_.height()),
                              Qt::AlignCenter, groupedNumber(static_cast<qint64>(base)));
        }
    }

    void paintLegend()
    {
        double x = at_.legend.left();
        const auto entry = [&](const QPen &pen, const QString &name) {
            const double room = at_.legend.right() - x - 24;
            if (room < 30)
                return; // the pointer and the status line name it
            const QString shown = metrics_.elidedText(name, Qt::ElideRight, room);
            const double y = at_.legend.center().y();
            painter_.setPen(pen);
            painter_.drawLine(QPointF(x, y), QPointF(x + 18, y));
            painter_.setPen(text());
            painter_.drawText(QRectF(x + 24, at_.legend.top(), room, at_.legend.height()),
                              Qt::AlignLeft | Qt::AlignVCenter, shown);
            x += 24 + metrics_.horizontalAdvance(shown) + 18;
        };
        entry(QPen(text(), 1.5), words("Measured"));
        for (const TrackCurve &curve : scene_.curves)
            entry(QPen(colourOf(curve), 1.5), curve.name);
        if (scene_.variant)
            entry(QPen(colourOf(*scene_.variant), 1.5, Qt::DashLine), scene_.variant->name);
    }

    void paintLetters()
    {
        if (at_.letters.isEmpty())
            return;
        QFont font = monospacedFont();
        font.setPixelSize(std::max(
            7, static_cast<int>(std::min(at_.letters.height() - 2, at_.pixelsPerBase() * 1.5))));
        font.setWeight(QFont::DemiBold);
        painter_.setFont(font);
        const auto last =
            std::min<int64_t>(scene_.length(), static_cast<int64_t>(std::ceil(at_.range.last)));
        painter_.save();
        painter_.setClipRect(at_.letters);
        for (auto base = static_cast<int64_t>(at_.range.first); base < last; ++base) {
            const char letter = scene_.bases[static_cast<size_t>(base)];
            painter_.setPen(letterColour(letter, dark_));
            painter_.drawText(QRectF(at_.xOf(double(base)) - 4, at_.letters.top(),
                                     at_.pixelsPerBase() + 8, at_.letters.height()),
                              Qt::AlignCenter, QString(QLatin1Char(letter)));
        }
        painter_.restore();
        painter_.setFont(smallFont());
    }

    void laneTitle(const QRectF &lane, const QString &title)
    {
        painter_.setPen(muted());
        const QRectF box(2, lane.top(), at_.plot.left() - 8, lane.height());
        painter_.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                          metrics_.elidedText(title, Qt::ElideRight, box.width()));
    }

    // Names that would overlap the next box are left out; the table names them all.
    void paintLane()
    {
        if (at_.lane.isEmpty())
            return;
        laneTitle(at_.lane, words("Motifs"));
        const QColor fill = categoryStyle(2, dark_).color;
        double free = at_.lane.left();
        std::vector<QRectF> boxes;
        for (const TrackMark &mark : scene_.marks)
            boxes.push_back(columnOf(at_.lane.adjusted(0, 4, 0, -4), mark.begin, mark.end));
        for (size_t i = 0; i < boxes.size(); ++i) {
            if (boxes[i].isEmpty())
                continue;
            painter_.setPen(Qt::NoPen);
            painter_.setBrush(fill);
            painter_.drawRoundedRect(boxes[i], 2, 2);
            painter_.setBrush(Qt::NoBrush);
            const QString &name = scene_.marks[i].name;
            const double left = boxes[i].right() + 4;
            const double width = metrics_.horizontalAdvance(name);
            const auto isInTheWay = [&](const QRectF &other) {
                return other.left() < left + width + 2 && other.right() > left && !other.isEmpty();
            };
            if (name.isEmpty() || left < free || left + width > at_.lane.right() + 12 ||
                std::ranges::any_of(boxes, isInTheWay))
                continue;
            painter_.setPen(text());
            painter_.drawText(QRectF(left, at_.lane.top(), width + 2, at_.lane.height()),
                              Qt::AlignLeft | Qt::AlignVCenter, name);
            free = left + width + 4;
        }
    }

    void paintValues(const QRectF &lane, const std::vector<float> &values, const QString &title,
                     const QString &unit)
    {
        if (lane.isEmpty())
            return;
        laneTitle(lane, title);
        painter_.setPen(QPen(themeColor(ColorRole::PlotGrid, dark_), 1));
        painter_.drawLine(lane.bottomLeft(), lane.bottomRight());
        float low = 0, high = 0;
        for (const float value : values)
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        if (high <= low) {
            painter_.setPen(muted());
            painter_.drawText(lane, Qt::AlignCenter, words("not computed yet"));
            return;
        }
        const double columns = std::min<double>(lane.width(), at_.range.size());
        const double width = lane.width() / columns;
        const QColor fill = themeColor(ColorRole::Histogram, dark_);
        const auto extremes = columnExtremes(values, at_.range, static_cast<int>(columns));
        const double zero = lane.bottom() - double(-low) / double(high - low) * lane.height();
        for (size_t column = 0; column < extremes.size(); ++column) {
            const float value = std::abs(extremes[column].low) > std::abs(extremes[column].high)
                                    ? extremes[column].low
                                    : extremes[column].high;
            if (!std::isfinite(value))
                continue;
            const double y =
                lane.bottom() - double(value - low) / double(high - low) * lane.height();
            painter_.fillRect(QRectF(lane.left() + double(column) * width, std::min(y, zero),
                                     std::max(1.0, width - 0.5), std::abs(zero - y)),
                              fill);
        }
        painter_.setPen(muted());
        painter_.drawText(lane.adjusted(0, 0, -2, 0), Qt::AlignRight | Qt::AlignTop,
                          QStringLiteral("%1–%2 %3")
                              .arg(shortNumber(double(low)), shortNumber(double(high)), unit));
    }

    // The part of a row of the picture that belongs to bases; empty out of view.
    QRectF columnOf(const QRectF &row, int64_t begin, int64_t end) const
    {
        const double left = std::max(row.left(), at_.xOf(double(begin)));
        const double right = std::min(row.right(), at_.xOf(double(end)));
        return right > left ? QRectF(left, row.top(), right - left, row.height()) : QRectF();
    }

    QPainter &painter_;
    const TrackScene &scene_;
    const TrackLayout &at_;
    bool dark_;
    QFontMetricsF metrics_;
};

} // namespace

QColor letterColour(char letter, bool dark)
{
    constexpr std::string_view letters = "CGAT"; // blue, orange, green, red
    const size_t place = letters.find(letter);
    if (place == std::string_view::npos)
        return themeColor(ColorRole::Muted, dark);
    const QColor colour = categoryStyle(static_cast<int>(place), dark).color;
    return dark ? colour : colour.darker(letter == 'G' ? 145 : 115);
}

void paintTrack(QPainter &painter, const TrackScene &scene, const TrackLayout &layout, bool dark,
                std::optional<BaseSpan> span)
{
    if (scene.length() > 0)
        TrackPainting(painter, scene, layout, dark).paint(span);
}

} // namespace helicase
