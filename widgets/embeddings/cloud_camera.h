// The camera of a cloud: it orbits a focus in a scene of radius 1. A value without OpenGL, so that
// the VTK view, the painted view, labels, picking and tests all project alike. Any thread.
#pragma once

#include <QJsonArray>
#include <QPointF>
#include <QQuaternion>
#include <QSizeF>
#include <QVector3D>

namespace helicase {

// A point on the view: logical pixels from the top left corner; depth grows away from the viewer.
struct ScreenPoint {
    float x = 0;
    float y = 0;
    float depth = 0;
    bool inFront = true; // false behind the viewer
};

// Which two axes lie in the plane of the view.
enum class AxisPair { OneTwo, OneThree, TwoThree };

class CloudCamera;

// A camera in front of a view of one size, for many points at a time.
class CameraProjector {
public:
    CameraProjector(const CloudCamera &camera, const QSizeF &view);

    ScreenPoint operator()(const QVector3D &point) const
    {
        const QVector3D away = point - focus_;
        const float depth = distance_ - QVector3D::dotProduct(towards_, away);
        if (depth < nearestDepth)
            return {.depth = depth, .inFront = false};
        const float pixels = pixelsAtDepthOne_ / depth;
        return {.x = middleX_ + QVector3D::dotProduct(right_, away) * pixels,
                .y = middleY_ - QVector3D::dotProduct(up_, away) * pixels,
                .depth = depth};
    }

private:
    static constexpr float nearestDepth = 1e-3F;

    QVector3D focus_;
    QVector3D right_; // axes of the view in the scene
    QVector3D up_;
    QVector3D towards_; // the viewer
    float distance_ = 1;
    float pixelsAtDepthOne_ = 1;
    float middleX_ = 0;
    float middleY_ = 0;
};

class CloudCamera {
public:
    static constexpr double viewAngle = 30; // degrees across the shorter side of the view

    CloudCamera() { reset(); }

    void reset();
    void lookAlong(AxisPair axes);
    // Moves that a drag of so many pixels makes.
    void orbit(double right, double down);
    void pan(double right, double down, const QSizeF &view);
    // Above 1 the scene grows.
    void zoom(double factor);
    // Looks at the points' middle from as near as shows them all.
    void frame(const QVector3D &middle, double radius);

    QVector3D position() const;
    QVector3D focus() const { return focus_; }
    QVector3D up() const;
    double distance() const { return distance_; }
    const QQuaternion &orientation() const { return orientation_; } // scene to view

    ScreenPoint project(const QVector3D &point, const QSizeF &view) const
    {
        return CameraProjector(*this, view)(point);
    }

    // For named views. Anything else than eight numbers gives the first camera.
    QJsonArray toJson() const;
    static CloudCamera fromJson(const QJsonArray &numbers);

    bool operator==(const CloudCamera &) const = default;

private:
    QVector3D focus_;
    QQuaternion orientation_;
    double distance_ = 1;
};

} // namespace helicase
