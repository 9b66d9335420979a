// The points of a cloud as VTK actors: one per marker shape, all of them sharing one array of
// points and one array of colours that is changed in place. Selected points are drawn last, in a
// layer of their own, so that nothing hides them. Shapes are cut out of square points by a fragment
// shader. GUI thread.
#pragma once

#include "widgets/embeddings/cloud_surface.h"
#include "widgets/embeddings/vtk_bridge_widget.h"

#include <vtkNew.h>
#include <vtkSmartPointer.h>

#include <vector>

class vtkActor;
class vtkPoints;
class vtkPolyData;
class vtkRenderer;
class vtkUnsignedCharArray;

namespace helicase {

class VtkCloudSurface final : public VtkBridgeWidget, public CloudSurface {
    Q_OBJECT

public:
    VtkCloudSurface(const CloudScene &scene, QWidget *parent);
    ~VtkCloudSurface() override;

    QWidget *widget() override { return this; }
    void pointsChanged() override;
    void coloursChanged() override;
    void selectionChanged() override;
    void styleChanged() override;
    void cameraChanged() override;

    // The points for a figure: the view in this many pixels per unit. Null as draw() has it.
    QImage picture(const QSize &view, double pixelsPerUnit);

private:
    enum class Layer { Points, Selection };
    struct Marks {
        int marker = 0;
        vtkSmartPointer<vtkPolyData> points;
        vtkSmartPointer<vtkActor> actor;
    };

    Marks &marksOf(std::vector<Marks> &all, int marker, Layer layer);
    void setCells(std::vector<Marks> &all, std::span<const int> contigs, Layer layer);
    void shapeMarks(Marks &marks, Layer layer);
    void updateBox();
    void showRest();
    void applyCamera();

    double pixelRatio() const { return pixelsPerUnit_ > 0 ? pixelsPerUnit_ : devicePixelRatioF(); }

    const CloudScene &scene_;
    double pixelsPerUnit_ = 0; // of a figure; 0: of the screen
    vtkNew<vtkRenderer> pointLayer_;
    vtkNew<vtkRenderer> selectionLayer_;
    vtkNew<vtkPoints> positions_;
    vtkNew<vtkUnsignedCharArray> colours_;
    std::vector<Marks> movingMarks_; // of the subset that is drawn while the camera moves
    std::vector<Marks> restMarks_;   // of the others: hidden meanwhile, not rebuilt
    std::vector<Marks> selectedMarks_;
    vtkNew<vtkPolyData> box_;
    vtkNew<vtkActor> boxActor_;
};

} // namespace helicase
