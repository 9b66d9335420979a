// What keys do in a cloud.
#include "widgets/embeddings/cloud_view.h"

#include <QAction>
#include <QKeyEvent>

namespace helicase {

namespace {

constexpr double keyStep = 25; // what one arrow key drags, in pixels

} // namespace

SelectionChange CloudView::changeBy(Qt::KeyboardModifiers modifiers)
{
    if (modifiers & Qt::ControlModifier)
        return SelectionChange::Remove;
    return modifiers & Qt::ShiftModifier ? SelectionChange::Add : SelectionChange::Replace;
}

void CloudView::keyPressEvent(QKeyEvent *event)
{
    if (!handleCanvasKey(event))
        QWidget::keyPressEvent(event);
}

bool CloudView::moveByKey(int key)
{
    CloudCamera camera = scene_.camera;
    switch (key) {
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
    default:
        return false;
    }
    setCamera(camera);
    return true;
}

bool CloudView::handleCanvasKey(QKeyEvent *event)
{
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))
        return false;
    if (moveByKey(event->key()))
        return true;
    if (QAction *action = keyActions_.value(event->key())) {
        action->trigger();
        return true;
    }
    const QPointF cursor = mapFromGlobal(QCursor::pos());
    switch (event->key()) {
    case Qt::Key_L:
        Q_EMIT toolRequested(CloudTool::Lasso);
        return true;
    case Qt::Key_B:
        Q_EMIT toolRequested(CloudTool::Box);
        return true;
    case Qt::Key_R:
        Q_EMIT toolRequested(CloudTool::Brush);
        return true;
    case Qt::Key_I:
        model_.invertSelection();
        return true;
    case Qt::Key_Space:
        pick(cursor, changeBy(event->modifiers()));
        return true;
    case Qt::Key_Period:
        pick(cursor, SelectionChange::Add);
        return true;
    case Qt::Key_Comma:
        pick(cursor, SelectionChange::Remove);
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
}

} // namespace helicase
