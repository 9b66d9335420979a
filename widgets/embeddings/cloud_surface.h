// What draws the points of a cloud: VTK where there is OpenGL, a painter elsewhere. Both draw the
// same scene with the same camera; labels, axes and gestures lie above them (cloud_overlay.h). GUI
// thread.
#pragma once

#include "widgets/embeddings/cloud_camera.h"
#include "widgets/embeddings/cloud_model.h"

#include <QColor>

class QWidget;

namespace helicase {

// Colours of a view that are no data; they come from the theme.
struct CloudStyle {
    QColor background = Qt::white;
    QColor text = Qt::black;
    QColor muted = QColor(0x56, 0x60, 0x6B);
    QColor line = QColor(0xCB, 0xD1, 0xD8);
    QColor outline = QColor(0x1B, 0x20, 0x26); // around selected points
    QColor accent = QColor(0x0E, 0x66, 0x72);
};

// Shared by a CloudView and its layers; the view owns it and tells the layers what changed.
struct CloudScene {
    const CloudModel *model = nullptr;
    int projection = 0;
    CloudCamera camera;
    CloudStyle style;
    std::vector<int> order; // visible contigs, every prefix a fair sample
    bool isMoving = false;  // then only the first CloudModel::movingSubset are drawn

    const CloudProjection *shown() const;
    std::span<const int> drawn() const;
    // Logical pixels; of many points smaller, so that they can be told apart and drawn in time.
    double pointRadius() const;
    double selectedPointRadius() const { return 1.4 * pointRadius(); } // without the outline
};

constexpr double selectedOutline = 1.2; // logical pixels

class CloudSurface {
public:
    virtual ~CloudSurface() = default;
    virtual QWidget *widget() = 0;
    virtual void pointsChanged() = 0; // other coordinates or other visible contigs
    virtual void coloursChanged() = 0;
    virtual void selectionChanged() = 0;
    virtual void styleChanged() = 0;
    virtual void cameraChanged() = 0; // or whether it moves
};

} // namespace helicase
