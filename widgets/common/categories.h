// Colours and markers of categories (species, bins, runs), assigned over the sorted labels: 8
// colours, then 3 lightness steps, then 9 markers, which makes 216 distinct classes.
#pragma once

#include <QColor>
#include <QPainterPath>
#include <QStringList>
#include <QWidget>

namespace helicase {

enum class Marker { Disc, Square, TriangleUp, Diamond, TriangleDown, Plus, Ring, Cross, Star };

struct CategoryStyle {
    QColor color;
    Marker marker = Marker::Disc;
};

// Style of the class with this index; markers are turned on above 8 classes by the views.
CategoryStyle categoryStyle(int index, bool dark);
// Position of a label among the sorted distinct labels; -1 for the empty label ("no label").
int categoryIndex(const QString &label, const QStringList &sortedLabels);
QStringList sortedLabels(const QStringList &labels);
// A marker within a box of the given size around the origin.
QPainterPath markerPath(Marker marker, double size);

// A small coloured marker for legends.
class LegendDot final : public QWidget {
    Q_OBJECT
public:
    explicit LegendDot(const CategoryStyle &style, QWidget *parent = nullptr);
    void setStyleOf(const CategoryStyle &style);
    QSize sizeHint() const override { return {12, 12}; }

private:
    void paintEvent(QPaintEvent *event) override;

    CategoryStyle style_;
};

} // namespace helicase
