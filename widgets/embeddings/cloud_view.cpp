#include "widgets/embeddings/cloud_view.h"

#include "widgets/common/format.h"
#include "widgets/embeddings/cloud_overlay.h"
#include "widgets/embeddings/cloud_picker.h"
#include "widgets/embeddings/opengl_probe.h"
#include "widgets/embeddings/painted_cloud_surface.h"
#include "widgets/embeddings/selection_summary.h"
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
constexpr double thinnestBrush = 4;
constexpr double widestBrush = 150;

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
    connect(&model_, &CloudModel::colouringChanged, this, [this] {
        surface_->pointsChanged(); // markers follow the classes
        overlay_->update();
    });
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
    overlay_->setBrush({}, 0);
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
    const QString text = tr("Cloud, %1 contigs, %2 selected")
                             .arg(groupedNumber(static_cast<qint64>(scene_.order.size())),
                                  groupedNumber(static_cast<qint64>(model_.selection().size())));
    const std::vector<std::pair<int, int64_t>> composition =
        summarizeSelection(model_.data(), model_.selection()).composition;
    if (composition.empty() || composition.front().first < 0)
        return text;
    return tr("%1, mostly %2")
        .arg(text, QString::fromStdString(
                       model_.data().classNames[static_cast<size_t>(composition.front().first)]));
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
        showBrush();
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
            way_ = QPolygonF{dragStart_};
    }
    const QPointF step = at - dragLast_;
    dragLast_ = at;
    if (drag_ == Drag::Outline) {
        way_.append(at);
        hoverAt_ = at;
        showBrush();
        overlay_->setOutline(drawnArea());
        return;
    }
    if (drag_ == Drag::Orbit)
        scene_.camera.orbit(step.x(), step.y());
    else
        scene_.camera.pan(step.x(), step.y(), size());
    cameraMoved();
}

QPainterPath CloudView::drawnArea() const
{
    if (tool_ == CloudTool::Brush)
        return brushedArea(way_, brushRadius_);
    QPainterPath area;
    if (tool_ == CloudTool::Box)
        area.addRect(QRectF(dragStart_, way_.last()).normalized());
    else
        area.addPolygon(way_);
    area.closeSubpath();
    return area;
}

void CloudView::showBrush()
{
    overlay_->setBrush(hoverAt_, tool_ == CloudTool::Brush ? brushRadius_ : 0);
}

void CloudView::mouseReleaseEvent(QMouseEvent *event)
{
    if (drag_ == Drag::None || event->button() != dragButton_)
        return;
    const Drag drag = drag_;
    if (drag == Drag::Outline)
        selectArea(changeBy(dragModifiers_));
    cancelDrag();
    if (drag == Drag::Undecided && dragButton_ == Qt::LeftButton)
        pick(event->position(), changeBy(dragModifiers_));
}

void CloudView::cancelDrag()
{
    drag_ = Drag::None;
    way_.clear();
    overlay_->setOutline({});
}

void CloudView::selectArea(SelectionChange change)
{
    if (scene_.shown())
        model_.changeSelection(contigsInside(scene_, size(), drawnArea()), change);
}

void CloudView::wheelEvent(QWheelEvent *event)
{
    const double factor = std::pow(1.0015, event->angleDelta().y());
    event->accept();
    if (tool_ == CloudTool::Brush && event->modifiers() & Qt::ControlModifier) {
        brushRadius_ = std::clamp(brushRadius_ * factor, thinnestBrush, widestBrush);
        showBrush();
        return;
    }
    scene_.camera.zoom(factor);
    cameraMoved();
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
    overlay_->setBrush({}, 0);
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
