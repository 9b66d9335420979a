#include "widgets/common/icon.h"

#include "widgets/common/theme.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

// Outside any namespace, as the macro demands. The icons live in a static library, from which the
// linker takes them only when they are asked for.
static void initialiseIconResource()
{
    Q_INIT_RESOURCE(icons);
}

namespace helicase {

namespace {

QString resourceOf(const QString &name)
{
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

enum class IconPlace { OnSurface, OnAccent };

QColor paletteColor(IconPlace place, QIcon::Mode mode, QIcon::State state)
{
    const QPalette palette = QApplication::palette();
    if (place == IconPlace::OnAccent)
        return themeColor(ColorRole::OnAccent, palette.color(QPalette::Window).lightness() < 128);
    if (mode == QIcon::Disabled)
        return palette.color(QPalette::Disabled, QPalette::ButtonText);
    if (state == QIcon::On)
        return palette.color(QPalette::Link);
    return palette.color(QPalette::ButtonText);
}

// Draws the file in the palette's colour of the moment; an invalid fixed colour means "follow".
class SvgIconEngine final : public QIconEngine {
public:
    SvgIconEngine(QString name, QColor fixed, IconPlace place = IconPlace::OnSurface)
        : name_(std::move(name)), fixed_(fixed), place_(place)
    {
    }

    QString iconName() override { return name_; }

    void paint(QPainter *painter, const QRect &area, QIcon::Mode mode, QIcon::State state) override
    {
        const int side = std::min(area.width(), area.height());
        const double ratio = painter->device()->devicePixelRatio();
        const QColor color = fixed_.isValid() ? fixed_ : paletteColor(place_, mode, state);
        const QPointF corner(area.x() + (area.width() - side) / 2.0,
                             area.y() + (area.height() - side) / 2.0);
        painter->drawPixmap(corner, iconPixmap(name_, color, side, ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new SvgIconEngine(*this); }

private:
    QString name_;
    QColor fixed_;
    IconPlace place_;
};

} // namespace

void loadIcons()
{
    static const bool isLoaded = [] {
        initialiseIconResource();
        return true;
    }();
    Q_UNUSED(isLoaded)
}

QIcon icon(const QString &name)
{
    return icon(name, QColor());
}

QIcon icon(const QString &name, const QColor &color)
{
    loadIcons();
    return QFile::exists(resourceOf(name)) ? QIcon(new SvgIconEngine(name, color)) : QIcon();
}

QIcon onAccentIcon(const QString &name)
{
    loadIcons();
    return QFile::exists(resourceOf(name))
               ? QIcon(new SvgIconEngine(name, QColor(), IconPlace::OnAccent))
               : QIcon();
}

QPixmap iconPixmap(const QString &name, const QColor &color, int size, double devicePixelRatio)
{
    loadIcons();
    const QString key =
        QStringLiteral("icon/%1/%2/%3/%4").arg(name, color.name()).arg(size).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(resourceOf(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
    const int pixels = qRound(size * devicePixelRatio);
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QStringList iconNames()
{
    loadIcons();
    QStringList names;
    for (const QString &file : QDir(QStringLiteral(":/icons")).entryList({"*.svg"}, QDir::Files))
        names += file.chopped(4);
    return names;
}

} // namespace helicase
