// Saving figures that are painted by hand: pictures in PNG, SVG or PDF by the file's ending, and
// the dialog that asks where. GUI thread only.
#pragma once

#include <QSize>
#include <QString>

#include <functional>
#include <vector>

class QPainter;
class QWidget;

namespace helicase {

// Figures measure 96 units an inch. PNG files say how many pixels an inch they have.
inline constexpr double screenScale = 2; // pixels per unit
inline constexpr double printScale = 300.0 / 96;

// Throws DiskError. pngScale: pixels per unit, of PNG only.
void savePicture(const QString &file, const QString &title, const QSize &size,
                 const std::function<void(QPainter &)> &paint, double pngScale = screenScale);

// Asks for a file and calls one of the two; what they throw is told in a dialog.
struct FigureWriters {
    std::function<void(const QString &file)> picture;
    std::function<void(const QString &file)> table;             // CSV
    std::function<void(const QString &file)> visibleTable = {}; // only what is in view, when given
};
void exportFigure(QWidget *parent, const QString &suggestedName, const FigureWriters &writers);

// Likewise for several at once: the name of each is put before the ending of the chosen file
// ("run.svg": "run-loss.svg"). Asks before files are replaced.
struct NamedFigure {
    QString name;
    FigureWriters writers;
};
void exportFigures(QWidget *parent, const QString &suggestedName,
                   const std::vector<NamedFigure> &figures);
QString fileOfFigure(const QString &chosenFile, const QString &figureName);

} // namespace helicase
