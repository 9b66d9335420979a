// Icons drawn by the project (resources/icons/NAME.svg), recoloured to the current palette whenever
// they are painted, so that a change of theme needs no new icons. GUI thread only.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QStringList>

namespace helicase {

// Follows the palette: text colour; muted when disabled; accent when checked and coloured as such.
// An unknown name gives an empty icon (and fails a test).
QIcon icon(const QString &name);
// In one fixed colour, for state icons and painters.
QIcon icon(const QString &name, const QColor &color);
// On the accent button, whatever the theme. The name of an icon is QIcon::name().
QIcon onAccentIcon(const QString &name);
QPixmap iconPixmap(const QString &name, const QColor &color, int size, double devicePixelRatio);
QStringList iconNames();
// Makes ":/icons" available; the functions above do it themselves.
void loadIcons();

} // namespace helicase
