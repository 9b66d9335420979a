// The points of a cloud drawn by a painter (cloud_painting.h): what a
// machine without OpenGL shows, and what tests without a display see. GUI thread.
#pragma once

#include "widgets/embeddings/cloud_surface.h"

#include <QWidget>

namespace helicase {

class PaintedCloudSurface final : public QWidget, public CloudSurface {
    Q_OBJECT

public:
    PaintedCloudSurface(const CloudScene &scene, QWidget *parent);

    QWidget *widget() override { return this; }
    void pointsChanged() override { update(); }
    void coloursChanged() override { update(); }
    void selectionChanged() override { update(); }
    void styleChanged() override { update(); }
    void cameraChanged() override { update(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const CloudScene &scene_;
};

} // namespace helicase
