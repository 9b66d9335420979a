#include "widgets/common/categories.h"

#include "core/report/palette.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace helicase {

namespace {

constexpr int colorCount = int(palette::categories.size());
constexpr int stepCount = 3;
constexpr int markerCount = 9;

// Differences in CIE L*.
constexpr std::array<double, stepCount> lightnessSteps{0, -18, 18};

QColor colorOf(std::string_view name)
{
    return QColor(QLatin1String(name.data(), qsizetype(name.size())));
}

double toLinear(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double toGamma(double value)
{
    value = std::clamp(value, 0.0, 1.0);
    return value <= 0.0031308 ? 12.92 * value : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
}

double lightnessOf(double luminance)
{
    return luminance > 0.008856 ? 116 * std::cbrt(luminance) - 16 : 903.3 * luminance;
}

double luminanceOf(double lightness)
{
    return lightness > 8 ? std::pow((lightness + 16) / 116, 3) : lightness / 903.3;
}

// Scales the linear channels to the wanted L*; hue is kept, too bright channels are clipped.
QColor withLightnessStep(const QColor &color, double step)
{
    if (step == 0)
        return color;
    const double red = toLinear(color.redF());
    const double green = toLinear(color.greenF());
    const double blue = toLinear(color.blueF());
    const double luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    const double wanted = luminanceOf(std::clamp(lightnessOf(luminance) + step, 5.0, 95.0));
    const double factor = wanted / std::max(luminance, 1e-6);
    return QColor::fromRgbF(float(toGamma(red * factor)), float(toGamma(green * factor)),
                            float(toGamma(blue * factor)));
}

QPolygonF regularPolygon(int corners, double radius, double turn)
{
    QPolygonF polygon;
    for (int i = 0; i < corners; ++i) {
        const double angle = turn + 2 * std::numbers::pi * i / corners;
        polygon << QPointF(radius * std::sin(angle), -radius * std::cos(angle));
    }
    polygon << polygon.first();
    return polygon;
}

QPolygonF star(double radius)
{
    QPolygonF polygon;
    for (int i = 0; i <= 10; ++i) {
        const double reach = i % 2 == 0 ? radius : radius * 0.45;
        const double angle = std::numbers::pi * i / 5;
        polygon << QPointF(reach * std::sin(angle), -reach * std::cos(angle));
    }
    return polygon;
}

QPainterPath plus(double half)
{
    const double arm = half * 0.34;
    QPainterPath path;
    path.addRect(-half, -arm, 2 * half, 2 * arm);
    QPainterPath upright;
    upright.addRect(-arm, -half, 2 * arm, 2 * half);
    return path.united(upright);
}

} // namespace

CategoryStyle categoryStyle(int index, bool dark)
{
    if (index < 0)
        return {colorOf(dark ? palette::greyOnDark : palette::grey), Marker::Disc};
    const auto &colors = dark ? palette::categoriesOnDark : palette::categories;
    const QColor base = colorOf(colors[size_t(index % colorCount)]);
    const int step = index / colorCount % stepCount;
    const int marker = index / (colorCount * stepCount) % markerCount;
    return {withLightnessStep(base, lightnessSteps[size_t(step)]), Marker(marker)};
}

int categoryIndex(const QString &label, const QStringList &sortedLabels)
{
    const auto found = std::ranges::lower_bound(sortedLabels, label);
    if (label.isEmpty() || found == sortedLabels.end() || *found != label)
        return -1;
    return int(found - sortedLabels.begin());
}

QStringList sortedLabels(const QStringList &labels)
{
    QStringList sorted = labels;
    sorted.removeAll(QString());
    std::ranges::sort(sorted);
    sorted.removeDuplicates();
    return sorted;
}

QPainterPath markerPath(Marker marker, double size)
{
    const double half = size / 2;
    QPainterPath path;
    switch (marker) {
    case Marker::Disc:
        path.addEllipse(QPointF(), half, half);
        break;
    case Marker::Square:
        path.addRect(-half * 0.88, -half * 0.88, half * 1.76, half * 1.76);
        break;
    case Marker::TriangleUp:
        path.addPolygon(regularPolygon(3, half * 1.1, 0));
        break;
    case Marker::Diamond:
        path.addPolygon(regularPolygon(4, half * 1.1, 0));
        break;
    case Marker::TriangleDown:
        path.addPolygon(regularPolygon(3, half * 1.1, std::numbers::pi));
        break;
    case Marker::Plus:
        path = plus(half);
        break;
    case Marker::Ring:
        path.addEllipse(QPointF(), half, half);
        path.addEllipse(QPointF(), half * 0.55, half * 0.55);
        break;
    case Marker::Cross:
        path = QTransform().rotate(45).map(plus(half));
        break;
    case Marker::Star:
        path.addPolygon(star(half * 1.1));
        break;
    }
    return path;
}

LegendDot::LegendDot(const CategoryStyle &style, QWidget *parent) : QWidget(parent), style_(style)
{
    setFixedSize(sizeHint());
}

void LegendDot::setStyleOf(const CategoryStyle &style)
{
    style_ = style;
    update();
}

void LegendDot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(QRectF(rect()).center());
    painter.fillPath(markerPath(style_.marker, 9), style_.color);
}

} // namespace helicase
