#include "widgets/embeddings/cloud_picture.h"

#include "widgets/common/format.h"
#include "widgets/common/species_name.h"
#include "widgets/common/theme.h"
#include "widgets/embeddings/cloud_painting.h"

#include <QCoreApplication>
#include <QPainter>
#include <QSignalBlocker>

#include <algorithm>

namespace helicase {

namespace {

constexpr double legendWidth = 190;
constexpr double margin = 12;
constexpr double headHeight = 44;
constexpr double figureResolution = 3; // pixels per unit of clouds that are painted as pictures

QString figureText(const char *text)
{
    return QCoreApplication::translate("helicase::CloudPicture", text);
}

CloudStyle lightStyle()
{
    return {.background = themeColor(ColorRole::Base, false),
            .text = themeColor(ColorRole::Text, false),
            .muted = themeColor(ColorRole::Muted, false),
            .line = themeColor(ColorRole::PlotGrid, false),
            .outline = themeColor(ColorRole::Text, false),
            .accent = themeColor(ColorRole::Accent, false)};
}

// The model in light colours, unseen by its views.
class LightModel {
public:
    explicit LightModel(CloudModel &model)
        : model_(model), quiet_(model), isDark_(model.isDark()), grey_(model.classStyle(-1).color)
    {
        model_.setColours(false, themeColor(ColorRole::GreyContext, false));
    }
    LightModel(const LightModel &) = delete;
    LightModel &operator=(const LightModel &) = delete;
    ~LightModel() { model_.setColours(isDark_, grey_); }

private:
    CloudModel &model_;
    QSignalBlocker quiet_;
    bool isDark_;
    QColor grey_;
};

void paintClassLegend(QPainter &painter, const CloudModel &model, QPointF at, double bottom)
{
    const PointAttribute &colouring = model.colouring();
    const double line = painter.fontMetrics().height() + 4;
    int left = static_cast<int>(
        std::ranges::count_if(colouring.names, [&, i = 0](const QString &) mutable {
            return colouring.sizeOf(i++) > 0;
        }));
    for (int i = 0; i < static_cast<int>(colouring.names.size()); ++i) {
        if (colouring.sizeOf(i) == 0 || model.look().isHidden(i))
            continue;
        if (at.y() + 2 * line > bottom && left > 1) {
            painter.setPen(lightStyle().muted);
            painter.drawText(at + QPointF(0, line), figureText("and %1 more").arg(left));
            return;
        }
        const CategoryStyle style = model.classStyle(i);
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.color);
        painter.translate(at + QPointF(5, line / 2));
        painter.drawPath(markerPath(style.marker, 9));
        painter.translate(-(at + QPointF(5, line / 2)));
        const QString &name = colouring.names[static_cast<size_t>(i)];
        QFont font = painter.font();
        font.setItalic(isBinomial(name));
        painter.setFont(font);
        painter.setPen(lightStyle().text);
        const QString text =
            QStringLiteral("%1 (%2)").arg(name, groupedNumber(colouring.sizeOf(i)));
        painter.drawText(QRectF(at.x() + 16, at.y(), legendWidth - 20, line), Qt::AlignVCenter,
                         QFontMetricsF(font).elidedText(text, Qt::ElideMiddle, legendWidth - 20));
        at.ry() += line;
        --left;
    }
}

void paintNumberLegend(QPainter &painter, const CloudModel &model, const QPointF &at)
{
    const NumberColours &colours = model.numberColours();
    constexpr double barLength = 160;
    constexpr int steps = 80;
    for (int i = 0; i < steps; ++i)
        painter.fillRect(QRectF(at.x(), at.y() + barLength * (steps - 1 - i) / steps, 14,
                                barLength / steps + 0.5),
                         colours.colourAt((i + 0.5) / steps));
    painter.setPen(lightStyle().text);
    for (const double place : {0.0, 0.5, 1.0})
        painter.drawText(
            QRectF(at.x() + 20, at.y() + barLength * (1 - place) - 8, legendWidth - 24, 16),
            Qt::AlignVCenter, fixedNumber(colours.valueAt(place), model.colouring().info.decimals));
}

} // namespace

void paintCloudFigure(QPainter &painter, const QSizeF &size, CloudModel &model,
                      const QList<PictureOfCloud> &clouds, const DrawPoints &draw)
{
    const LightModel light(model);
    const CloudStyle style = lightStyle();
    painter.fillRect(QRectF(QPointF(), size), style.background);
    const double width = (size.width() - legendWidth) / std::max<double>(1, double(clouds.size()));
    for (qsizetype i = 0; i < clouds.size(); ++i) {
        PictureOfCloud cloud = clouds[i];
        cloud.scene.style = style;
        cloud.scene.isMoving = false;
        const double left = double(i) * width;
        painter.setFont(titleFont());
        painter.setPen(style.text);
        painter.drawText(QRectF(left + margin, 6, width - margin, 20), Qt::AlignVCenter,
                         cloud.title);
        painter.setFont(smallFont());
        painter.setPen(style.muted);
        painter.drawText(QRectF(left + margin, 26, width - margin, 16), Qt::AlignVCenter,
                         cloud.subtitle);
        const QSizeF view(width, size.height() - headHeight);
        painter.save();
        painter.translate(left, headHeight);
        painter.setClipRect(QRectF(QPointF(), view));
        painter.setRenderHint(QPainter::Antialiasing);
        const QImage points =
            draw ? draw(cloud.scene, view.toSize(), painter.device()->devicePixelRatioF())
                 : QImage();
        if (points.isNull())
            paintCloudPoints(painter, cloud.scene, view, figureResolution);
        else
            painter.drawImage(QRectF(QPointF(), view), points);
        paintCloudLabels(painter, cloud.scene, view);
        paintCloudAxes(painter, cloud.scene, view);
        painter.restore();
    }
    const QPointF legend(size.width() - legendWidth + margin, headHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(secondaryFont());
    painter.setPen(style.text);
    painter.drawText(QRectF(legend.x(), 22, legendWidth - margin, 18), Qt::AlignVCenter,
                     model.colouring().info.heading());
    if (model.colouring().isNumber())
        paintNumberLegend(painter, model, legend + QPointF(0, 8));
    else
        paintClassLegend(painter, model, legend, size.height() - margin);
}

} // namespace helicase
