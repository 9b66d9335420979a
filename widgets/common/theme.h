// The colours, sizes and style of the whole window: every colour that is no data comes from here.
// Applying a theme sets the application's palette, its style and one generated style sheet.
// GUI thread only.
#pragma once

#include <QColor>
#include <QObject>
#include <QString>
#include <vector>

namespace helicase {

enum class ThemeMode { System, Light, Dark };

enum class ColorRole {
    Window,
    Chrome,
    Base,
    Alternate,
    Text,
    Muted,
    Border,
    ControlBorder,
    Accent,
    OnAccent,
    Selection,
    Hover,
    Success,
    Warning,
    WarningBand,
    Error,
    ErrorBand,
    PlotGrid,
    GreyContext,
    Histogram,
    DnaToken,
    DnaTokenOther,
    TextToken,
    TextTokenOther,
    SpecialToken,
    SpecialTokenOutline,
    UnknownToken,
    UnknownTokenOutline
};

// The colour of a role in one of the two themes.
QColor themeColor(ColorRole role, bool dark);
// In the theme that the application shows now.
QColor shownColor(ColorRole role);
// Every role, for tests and previews.
const std::vector<ColorRole> &allColorRoles();
// WCAG 2 contrast of two opaque colours, 1 to 21.
double contrastRatio(const QColor &one, const QColor &other);

class Theme final : public QObject {
    Q_OBJECT
public:
    explicit Theme(QObject *parent = nullptr);

    ThemeMode mode() const { return mode_; }
    bool isDark() const { return isDark_; }
    // 1 is the size that the system asks for; 0.8 to 2.
    double textScale() const { return textScale_; }
    QColor color(ColorRole role) const { return themeColor(role, isDark_); }

    // Each applies the theme to the application and emits changed().
    void setMode(ThemeMode mode);
    void setTextScale(double scale);
    // To be called once, after QApplication and before the first widget.
    void apply();

Q_SIGNALS:
    void changed();

private:
    bool systemIsDark() const;

    ThemeMode mode_ = ThemeMode::System;
    bool isDark_ = false;
    bool isApplied_ = false;
    double textScale_ = 1;
    double systemPointSize_ = 0;
    bool systemPaletteIsDark_ = false;
};

// Fonts derived from the application's: small 0.85, secondary 0.92, title 1.15 semibold,
// monospaced.
QFont smallFont();
QFont secondaryFont();
QFont titleFont();
QFont monospacedFont();

} // namespace helicase
