// What lies above the points of a cloud: cluster names, the axes, the outline that is being drawn
// and the note on what is left out. Lets the mouse through. GUI thread.
#pragma once

#include "widgets/embeddings/cloud_surface.h"

#include <QPainterPath>
#include <QWidget>

namespace helicase {

class CloudOverlay final : public QWidget {
    Q_OBJECT

public:
    CloudOverlay(const CloudScene &scene, QWidget *parent);

    // The box, lasso or brushed area in the making; empty for none.
    void setOutline(const QPainterPath &outline);
    const QPainterPath &outline() const { return outline_; }
    // The circle under the pointer that shows how wide the brush is; radius 0: none.
    void setBrush(const QPointF &middle, double radius);
    // "30,000 of 1,000,000 drawn while moving", or empty.
    QString note() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintOutline(QPainter &painter) const;
    void paintNote(QPainter &painter) const;

    const CloudScene &scene_;
    QPainterPath outline_;
    QPointF brushMiddle_;
    double brushRadius_ = 0;
};

} // namespace helicase
