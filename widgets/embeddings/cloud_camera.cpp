#include "widgets/embeddings/cloud_camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace helicase {

namespace {

constexpr double degreesPerPixel = 0.4;
constexpr double wholeScene = 4.1; // a ball of radius 1 fits
constexpr double nearest = 0.05;
constexpr double farthest = 40;

double shorterSide(const QSizeF &view)
{
    return std::min(view.width(), view.height());
}

double tangentOfHalfAngle()
{
    return std::tan(CloudCamera::viewAngle / 2 * std::numbers::pi / 180);
}

} // namespace

void CloudCamera::reset()
{
    focus_ = {};
    orientation_ =
        QQuaternion::fromAxisAndAngle(1, 0, 0, 18) * QQuaternion::fromAxisAndAngle(0, 1, 0, -28);
    distance_ = wholeScene;
}

void CloudCamera::lookAlong(AxisPair axes)
{
    focus_ = {};
    distance_ = wholeScene;
    switch (axes) {
    case AxisPair::OneTwo:
        orientation_ = {};
        return;
    case AxisPair::OneThree:
        orientation_ = QQuaternion::fromAxisAndAngle(1, 0, 0, -90);
        return;
    case AxisPair::TwoThree:
        orientation_ = QQuaternion::fromAxes({0, 0, 1}, {1, 0, 0}, {0, 1, 0});
        return;
    }
}

void CloudCamera::orbit(double right, double down)
{
    const auto turn =
        QQuaternion::fromAxisAndAngle(0, 1, 0, static_cast<float>(right * degreesPerPixel));
    const auto tilt =
        QQuaternion::fromAxisAndAngle(1, 0, 0, static_cast<float>(down * degreesPerPixel));
    orientation_ = (tilt * turn * orientation_).normalized();
}

void CloudCamera::pan(double right, double down, const QSizeF &view)
{
    const double scenePerPixel =
        2 * distance_ * tangentOfHalfAngle() / std::max(shorterSide(view), 1.0);
    const QVector3D shift(static_cast<float>(-right * scenePerPixel),
                          static_cast<float>(down * scenePerPixel), 0);
    focus_ += orientation_.conjugated().rotatedVector(shift);
}

void CloudCamera::zoom(double factor)
{
    distance_ = std::clamp(distance_ / factor, nearest, farthest);
}

void CloudCamera::frame(const QVector3D &middle, double radius)
{
    focus_ = middle;
    distance_ = std::clamp(1.2 * radius / tangentOfHalfAngle(), nearest, farthest);
}

QVector3D CloudCamera::position() const
{
    return focus_ + orientation_.conjugated().rotatedVector({0, 0, static_cast<float>(distance_)});
}

QVector3D CloudCamera::up() const
{
    return orientation_.conjugated().rotatedVector({0, 1, 0});
}

ScreenPoint CloudCamera::project(const QVector3D &point, const QSizeF &view) const
{
    const QVector3D seen = orientation_.rotatedVector(point - focus_);
    const double depth = distance_ - seen.z();
    if (depth < 1e-3)
        return {.depth = static_cast<float>(depth), .inFront = false};
    const double pixels = shorterSide(view) / (2 * tangentOfHalfAngle() * depth);
    return {.x = static_cast<float>(view.width() / 2 + seen.x() * pixels),
            .y = static_cast<float>(view.height() / 2 - seen.y() * pixels),
            .depth = static_cast<float>(depth)};
}

} // namespace helicase
