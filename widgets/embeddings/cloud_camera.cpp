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

CameraProjector::CameraProjector(const CloudCamera &camera, const QSizeF &view)
    : focus_(camera.focus()), distance_(static_cast<float>(camera.distance())),
      pixelsAtDepthOne_(static_cast<float>(shorterSide(view) / (2 * tangentOfHalfAngle()))),
      middleX_(static_cast<float>(view.width() / 2)),
      middleY_(static_cast<float>(view.height() / 2))
{
    const QQuaternion toScene = camera.orientation().conjugated();
    right_ = toScene.rotatedVector({1, 0, 0});
    up_ = toScene.rotatedVector({0, 1, 0});
    towards_ = toScene.rotatedVector({0, 0, 1});
}

QJsonArray CloudCamera::toJson() const
{
    return {focus_.x(),       focus_.y(),       focus_.z(),       orientation_.scalar(),
            orientation_.x(), orientation_.y(), orientation_.z(), distance_};
}

CloudCamera CloudCamera::fromJson(const QJsonArray &numbers)
{
    CloudCamera camera;
    if (numbers.size() != 8)
        return camera;
    const auto at = [&](int place) { return static_cast<float>(numbers[place].toDouble()); };
    const QQuaternion orientation(at(3), at(4), at(5), at(6));
    if (orientation.length() < 0.5F)
        return camera;
    camera.focus_ = {at(0), at(1), at(2)};
    camera.orientation_ = orientation.normalized();
    camera.distance_ = std::clamp(numbers[7].toDouble(), nearest, farthest);
    return camera;
}

} // namespace helicase
