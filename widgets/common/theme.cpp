#include "widgets/common/theme.h"

#include "widgets/common/icon.h"
#include "widgets/common/proxy_style.h"
#include "widgets/common/style_sheet.h"

#include <QApplication>
#include <QFont>
#include <QFontDatabase>
#include <QPalette>

#include <algorithm>

namespace helicase {

namespace {

QPalette paletteOf(bool dark)
{
    const auto color = [dark](ColorRole role) { return themeColor(role, dark); };
    QPalette palette;
    palette.setColor(QPalette::Window, color(ColorRole::Window));
    palette.setColor(QPalette::WindowText, color(ColorRole::Text));
    palette.setColor(QPalette::Base, color(ColorRole::Base));
    palette.setColor(QPalette::AlternateBase, color(ColorRole::Alternate));
    palette.setColor(QPalette::Text, color(ColorRole::Text));
    palette.setColor(QPalette::PlaceholderText, color(ColorRole::Muted));
    palette.setColor(QPalette::Button, color(ColorRole::Base));
    palette.setColor(QPalette::ButtonText, color(ColorRole::Text));
    palette.setColor(QPalette::BrightText, color(ColorRole::Error));
    palette.setColor(QPalette::Highlight, color(ColorRole::Selection));
    palette.setColor(QPalette::HighlightedText, color(ColorRole::Text));
    palette.setColor(QPalette::Link, color(ColorRole::Accent));
    palette.setColor(QPalette::LinkVisited, color(ColorRole::Accent));
    palette.setColor(QPalette::ToolTipBase, color(ColorRole::Text));
    palette.setColor(QPalette::ToolTipText, color(ColorRole::Base));
    palette.setColor(QPalette::Light, color(ColorRole::Base));
    palette.setColor(QPalette::Midlight, color(ColorRole::Hover));
    palette.setColor(QPalette::Mid, color(ColorRole::Border));
    palette.setColor(QPalette::Dark, color(ColorRole::ControlBorder));
    palette.setColor(QPalette::Shadow, color(ColorRole::Border));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(ColorRole::ControlBorder));
    return palette;
}

QFont scaledFont(double scale)
{
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * scale);
    return font;
}

} // namespace

Theme::Theme(QObject *parent) : QObject(parent)
{
    // Sizes are derived in points; a system font given in pixels is converted (13 px at 96 dpi).
    const QFont font = QApplication::font();
    systemPointSize_ = font.pointSizeF() > 0 ? font.pointSizeF() : font.pixelSize() * 0.75;
    systemPaletteIsDark_ = QApplication::palette().color(QPalette::Window).lightness() < 128;
}

bool Theme::systemIsDark() const
{
    return systemPaletteIsDark_;
}

void Theme::setMode(ThemeMode mode)
{
    mode_ = mode;
    apply();
}

void Theme::setTextScale(double scale)
{
    textScale_ = std::clamp(scale, 0.8, 2.0);
    apply();
}

void Theme::apply()
{
    loadIcons();
    isDark_ = mode_ == ThemeMode::Dark || (mode_ == ThemeMode::System && systemIsDark());
    if (!isApplied_)
        QApplication::setStyle(new WorkbenchStyle);
    isApplied_ = true;
    QFont font = QApplication::font();
    font.setPointSizeF(systemPointSize_ * textScale_);
    QApplication::setFont(font);
    QApplication::setPalette(paletteOf(isDark_));
    qApp->setStyleSheet(generatedStyleSheet(isDark_));
    Q_EMIT changed();
}

QColor shownColor(ColorRole role)
{
    return themeColor(role, QApplication::palette().color(QPalette::Window).lightness() < 128);
}

QFont smallFont()
{
    return scaledFont(0.85);
}

QFont secondaryFont()
{
    return scaledFont(0.92);
}

QFont titleFont()
{
    QFont font = scaledFont(1.15);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont monospacedFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QApplication::font().pointSizeF() * 0.92);
    return font;
}

} // namespace helicase
