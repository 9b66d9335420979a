// What the track shows and where: the scene, the bases in view, and the places of plot and lanes.
// Values and pure functions; GUI thread only, for text is measured.
#pragma once

#include "widgets/binding/binding_data.h"

#include <QColor>
#include <QRectF>
#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace helicase {

struct TrackCurve {
    QString name;
    int category = 0;          // index of its colour (categories.h)
    std::vector<float> values; // one per base
};

// What stands in the motif lane: 0-based, the end is not included.
struct TrackMark {
    int64_t begin = 0;
    int64_t end = 0;
    QString name;
};

struct TrackScene {
    QString title;
    int64_t firstBase = 1; // number of the first base, as shown
    std::string bases;
    std::vector<float> measured;
    std::vector<MotifBand> motifs;
    std::vector<TrackCurve> curves;
    std::vector<TrackMark> marks;
    std::vector<float> likelihood; // nats per base, NaN where there is none; empty: not computed
    std::vector<float> attention;  // per base; empty: none
    std::optional<TrackCurve> variant; // dashed

    int64_t length() const { return static_cast<int64_t>(bases.size()); }
    // Of all scores, with 0.
    float lowest() const;
    float highest() const;
};

struct TrackLayers {
    bool letters = true;
    bool motifs = true;
    bool likelihood = false;
    bool attention = false;
};

// The bases in view: [first, last), fractions count. Never leaves [0, length).
struct TrackRange {
    static constexpr double fewestBases = 8;

    double first = 0;
    double last = 1;

    double size() const { return last - first; }
    // The base at `centre` stays where it is; factor below 1 shows fewer bases.
    TrackRange zoomed(double factor, double centre, int64_t length) const;
    TrackRange moved(double bases, int64_t length) const;
    static TrackRange whole(int64_t length) { return {0, static_cast<double>(length)}; }
};

// Smallest and largest value of the bases under one column of pixels.
struct ColumnExtremes {
    float low = 0;
    float high = 0;
};

// Beside the bases, of the track and of what lies below it.
inline constexpr double trackLeftMargin = 52;
inline constexpr double trackRightMargin = 16;
// Letters are drawn from here on.
inline constexpr double leastLetterWidth = 6;

struct TrackLayout {
    TrackRange range;
    double lowScore = 0;
    double highScore = 1;
    QRectF legend;
    QRectF plot;
    QRectF axis;       // numbers of bases
    QRectF letters;    // empty: not drawn
    QRectF lane;       // of motifs; empty: not drawn
    QRectF likelihood; // empty: not drawn
    QRectF attention;  // empty: not drawn

    double xOf(double base) const;
    double yOf(double score) const;
    double pixelsPerBase() const { return plot.width() / range.size(); }
    // The base under x; -1 left and right of the plot.
    int64_t baseAt(double x) const;
};

TrackLayout trackLayout(const TrackScene &scene, const TrackLayers &layers, const TrackRange &range,
                        const QSizeF &size);

// One for each column of pixels of a plot `columns` wide.
std::vector<ColumnExtremes> columnExtremes(std::span<const float> values, const TrackRange &range,
                                           int columns);

// 1, 2 or 5 times a power of ten; at least `least`.
double roundStep(double least);

} // namespace helicase
