// Draws the track on the screen or into a file. GUI thread only.
#pragma once

#include "widgets/binding/track_layout.h"

class QPainter;

namespace helicase {

// Bases, 0-based; the end is not included.
struct BaseSpan {
    int64_t begin = 0;
    int64_t end = 0;

    int64_t length() const { return end - begin; }
};

void paintTrack(QPainter &painter, const TrackScene &scene, const TrackLayout &layout, bool dark,
                std::optional<BaseSpan> span);

// Of A, C, G and T; muted for others.
QColor letterColour(char letter, bool dark);

} // namespace helicase
