// What lies above the points of a cloud: cluster names, the axes, the outline that is being drawn
// and the note on what is left out. Lets the mouse through. GUI thread.
#pragma once

#include "widgets/embeddings/cloud_surface.h"

#include <QPolygonF>
#include <QWidget>

namespace helicase {

class CloudOverlay final : public QWidget {
    Q_OBJECT

public:
    CloudOverlay(const CloudScene &scene, QWidget *parent);

    // The box or lasso in the making; empty for none.
    void setOutline(const QPolygonF &outline);
    const QPolygonF &outline() const { return outline_; }
    // "30,000 of 1,000,000 drawn while moving", or empty.
    QString note() const;
    // "PC1" for principal components, "UMAP 1" and the like otherwise.
    static QString axisName(const std::string &method, int axis);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintLabels(QPainter &painter) const;
    void paintAxes(QPainter &painter) const;
    void paintOutline(QPainter &painter) const;
    void paintNote(QPainter &painter) const;

    const CloudScene &scene_;
    QPolygonF outline_;
};

} // namespace helicase
