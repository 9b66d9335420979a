#include "widgets/embeddings/cloud_view.h"

#include "widgets/common/format.h"
#include "widgets/embeddings/cloud_overlay.h"
#include "widgets/embeddings/cloud_picker.h"
#include "widgets/embeddings/opengl_probe.h"
#include "widgets/embeddings/painted_cloud_surface.h"
#include "widgets/embeddings/vtk_cloud_surface.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int restMilliseconds = 150;
constexpr int hoverMilliseconds = 33;
constexpr double keyStep = 25; // what one arrow key drags, in pixels

SelectionChange changeFor(Qt::KeyboardModifiers modifiers)
{
    if (modifiers & Qt::ControlModifier)
        return SelectionChange::Remove;
    return modifiers & Qt::ShiftModifier ? SelectionChange::Add : SelectionChange::Replace;
}

} // namespace

CloudView::CloudView(CloudModel &model, const QString &objectName, QWidget *parent)
    : QWidget(parent), model_(model), usesOpenGl_(isOpenGlAvailable())
{
    setObjectName(objectName);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(160, 140);
    scene_.model = &model_;
    if (usesOpenGl_)
        surface_ = std::make_unique<VtkCloudSurface>(scene_, this);
    else
        surface_ = std::make_unique<PaintedCloudSurface>(scene_, this);
    surface_->widget()->setAttribute(Qt::WA_TransparentForMouseEvents);
    overlay_ = new CloudOverlay(scene_, this);
    restTimer_.setSingleShot(true);
    restTimer_.setInterval(restMilliseconds);
    hoverTimer_.setSingleShot(true);
    hoverTimer_.setInterval(hoverMilliseconds);
    connect(&restTimer_, &QTimer::timeout, this, &CloudView::cameraRests);
    connect(&hoverTimer_, &QTimer::timeout, this, &CloudView::showToolTip);
    connect(&model_, &CloudModel::dataChanged, this, &CloudView::refreshPoints);
    connect(&model_, &CloudModel::visibilityChanged, this, &CloudView::refreshPoints);
    connect(&model_, &CloudModel::coloursChanged, this, [this] {
        surface_->coloursChanged();
        overlay_->update();
    });
    connect(&model_, &CloudModel::selectionChanged, this, [this] {
        surface_->selectionChanged();
        setAccessibleDescription(description());
    });
    refreshPoints();
}

CloudView::~CloudView() = default;

void CloudView::setProjection(int projection)
{
    scene_.projection = projection;
    refreshPoints();
}

void CloudView::setStyleOf(const CloudStyle &style)
{
    scene_.style = style;
    surface_->styleChanged();
    overlay_->update();
}

void CloudView::setTool(CloudTool tool)
{
    tool_ = tool;
    setCursor(tool == CloudTool::Orbit ? Qt::ArrowCursor : Qt::CrossCursor);
}

void CloudView::setCamera(const CloudCamera &camera)
{
    if (camera == scene_.camera)
        return;
    scene_.camera = camera;
    cameraMoved();
}

void CloudView::resetView()
{
    setCamera(CloudCamera());
}

void CloudView::lookAlong(AxisPair axes)
{
    CloudCamera camera;
    camera.lookAlong(axes);
    setCamera(camera);
}

void CloudView::frameSelection()
{
    const CloudProjection *projection = scene_.shown();
    if (!projection || model_.selection().empty()) {
        resetView();
        return;
    }
    QVector3D low(2, 2, 2);
    QVector3D high(-2, -2, -2);
    for (const int contig : model_.selection()) {
        const QVector3D &position = projection->positions[static_cast<size_t>(contig)];
        for (int axis = 0; axis < 3; ++axis) {
            low[axis] = std::min(low[axis], position[axis]);
            high[axis] = std::max(high[axis], position[axis]);
        }
    }
    CloudCamera camera = scene_.camera;
    camera.frame((low + high) / 2, std::max(0.05, (high - low).length() / 2.0));
    setCamera(camera);
}

std::vector<int> CloudView::contigsAt(const QPointF &place) const
{
    constexpr double tolerance = 4.5; // logical pixels, a little more than a point's radius
    return contigsNear(scene_, size(), place, tolerance);
}

QPointF CloudView::placeOf(int contig) const
{
    const ScreenPoint point =
        scene_.camera.project(scene_.shown()->positions[static_cast<size_t>(contig)], size());
    return {point.x, point.y};
}

QString CloudView::description() const
{
    return tr("Cloud, %1 contigs, %2 selected")
        .arg(groupedNumber(static_cast<qint64>(scene_.order.size())),
             groupedNumber(static_cast<qint64>(model_.selection().size())));
}

void CloudView::refreshPoints()
{
    scene_.order = model_.drawOrder(scene_.projection);
    surface_->pointsChanged();
    overlay_->update();
    setAccessibleDescription(description());
}

void CloudView::cameraMoved()
{
    scene_.isMoving = static_cast<int64_t>(scene_.order.size()) > CloudModel::movingSubset;
    if (scene_.isMoving)
        restTimer_.start();
    surface_->cameraChanged();
    overlay_->update();
    Q_EMIT cameraChanged(scene_.camera);
}

void CloudView::cameraRests()
{
    scene_.isMoving = false;
    surface_->cameraChanged();
    overlay_->update();
}

void CloudView::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    beginDrag(event->position(), event->button(), event->modifiers());
}

void CloudView::beginDrag(const QPointF &at, Qt::MouseButton button,
                          Qt::KeyboardModifiers modifiers)
{
    if (drag_ != Drag::None)
        return;
    hoverTimer_.stop();
    QToolTip::hideText();
    drag_ = Drag::Undecided;
    dragButton_ = button;
    dragModifiers_ = modifiers;
    dragStart_ = dragLast_ = at;
}

void CloudView::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF at = event->position();
    if (drag_ == Drag::None) {
        hoverAt_ = at;
        if (!hoverTimer_.isActive())
            hoverTimer_.start();
        return;
    }
    if (drag_ == Drag::Undecided) {
        if ((at - dragStart_).manhattanLength() < QApplication::startDragDistance())
            return;
        const bool selects = tool_ != CloudTool::Orbit && dragButton_ == Qt::LeftButton;
        const bool pans = dragButton_ != Qt::LeftButton || dragModifiers_ & Qt::ShiftModifier;
        drag_ = selects ? Drag::Outline : pans ? Drag::Pan : Drag::Orbit;
        if (drag_ == Drag::Outline)
            outline_ = QPolygonF{dragStart_};
    }
    const QPointF step = at - dragLast_;
    dragLast_ = at;
    if (drag_ == Drag::Outline) {
        extendOutline(at);
        return;
    }
    if (drag_ == Drag::Orbit)
        scene_.camera.orbit(step.x(), step.y());
    else
        scene_.camera.pan(step.x(), step.y(), size());
    cameraMoved();
}

void CloudView::extendOutline(const QPointF &to)
{
    if (tool_ == CloudTool::Box)
        outline_ = QPolygonF(QRectF(dragStart_, to).normalized());
    else
        outline_.append(to);
    overlay_->setOutline(outline_);
}

void CloudView::mouseReleaseEvent(QMouseEvent *event)
{
    if (drag_ == Drag::None || event->button() != dragButton_)
        return;
    const Drag drag = drag_;
    if (drag == Drag::Outline)
        selectOutline(changeFor(dragModifiers_));
    cancelDrag();
    if (drag == Drag::Undecided && dragButton_ == Qt::LeftButton)
        pick(event->position(), changeFor(dragModifiers_));
}

void CloudView::cancelDrag()
{
    drag_ = Drag::None;
    outline_.clear();
    overlay_->setOutline({});
}

void CloudView::selectOutline(SelectionChange change)
{
    if (scene_.shown())
        model_.changeSelection(contigsInside(scene_, size(), outline_), change);
}

void CloudView::wheelEvent(QWheelEvent *event)
{
    scene_.camera.zoom(std::pow(1.0015, event->angleDelta().y()));
    cameraMoved();
    event->accept();
}

void CloudView::keyPressEvent(QKeyEvent *event)
{
    if (!handleCanvasKey(event))
        QWidget::keyPressEvent(event);
}

bool CloudView::handleCanvasKey(QKeyEvent *event)
{
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))
        return false;
    CloudCamera camera = scene_.camera;
    switch (event->key()) {
    case Qt::Key_Left:
        camera.orbit(-keyStep, 0);
        break;
    case Qt::Key_Right:
        camera.orbit(keyStep, 0);
        break;
    case Qt::Key_Up:
        camera.orbit(0, -keyStep);
        break;
    case Qt::Key_Down:
        camera.orbit(0, keyStep);
        break;
    case Qt::Key_Plus:
        camera.zoom(1.25);
        break;
    case Qt::Key_Minus:
        camera.zoom(0.8);
        break;
    case Qt::Key_0:
        camera.reset();
        break;
    case Qt::Key_F:
        frameSelection();
        return true;
    case Qt::Key_L:
        Q_EMIT toolRequested(CloudTool::Lasso);
        return true;
    case Qt::Key_B:
        Q_EMIT toolRequested(CloudTool::Box);
        return true;
    case Qt::Key_I:
        model_.invertSelection();
        return true;
    case Qt::Key_P:
        Q_EMIT snapshotRequested();
        return true;
    case Qt::Key_Space:
        pick(mapFromGlobal(QCursor::pos()), changeFor(event->modifiers()));
        return true;
    case Qt::Key_Escape:
        if (drag_ != Drag::None)
            cancelDrag();
        else if (tool_ != CloudTool::Orbit)
            Q_EMIT toolRequested(CloudTool::Orbit);
        else
            model_.setSelection({});
        return true;
    default:
        return false;
    }
    setCamera(camera);
    return true;
}

void CloudView::resizeEvent(QResizeEvent *event)
{
    surface_->widget()->setGeometry(rect());
    overlay_->setGeometry(rect());
    surface_->cameraChanged(); // the angle belongs to the shorter side
    QWidget::resizeEvent(event);
}

void CloudView::leaveEvent(QEvent *event)
{
    hoverTimer_.stop();
    QWidget::leaveEvent(event);
}

void CloudView::focusInEvent(QFocusEvent *event)
{
    overlay_->update();
    QWidget::focusInEvent(event);
}

void CloudView::focusOutEvent(QFocusEvent *event)
{
    overlay_->update();
    QWidget::focusOutEvent(event);
}

} // namespace helicase
