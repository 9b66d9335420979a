#include "widgets/embeddings/vtk_cloud_surface.h"

#include "widgets/embeddings/bridge_render_window.h"
#include "widgets/embeddings/marker_shader.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace helicase {

namespace {

constexpr std::array<std::array<int, 2>, 12> boxEdges = {{{0, 1},
                                                          {2, 3},
                                                          {4, 5},
                                                          {6, 7},
                                                          {0, 2},
                                                          {1, 3},
                                                          {4, 6},
                                                          {5, 7},
                                                          {0, 4},
                                                          {1, 5},
                                                          {2, 6},
                                                          {3, 7}}};

} // namespace

VtkCloudSurface::VtkCloudSurface(const CloudScene &scene, QWidget *parent)
    : VtkBridgeWidget(parent), scene_(scene)
{
    colours_->SetNumberOfComponents(3);
    positions_->SetDataTypeToFloat();
    renderWindow()->SetNumberOfLayers(2);
    renderWindow()->AddRenderer(pointLayer_);
    renderWindow()->AddRenderer(selectionLayer_);
    selectionLayer_->SetLayer(1); // keeps the colours below it, clears the depth
    selectionLayer_->SetActiveCamera(pointLayer_->GetActiveCamera());
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputData(box_);
    boxActor_->SetMapper(mapper);
    boxActor_->GetProperty()->LightingOff();
    pointLayer_->AddActor(boxActor_);
    styleChanged();
    pointsChanged();
}

VtkCloudSurface::~VtkCloudSurface() = default;

QImage VtkCloudSurface::picture(const QSize &view, double pixelsPerUnit)
{
    pixelsPerUnit_ = pixelsPerUnit;
    resize(view);
    pointsChanged(); // their sizes are in pixels
    boxActor_->GetProperty()->SetLineWidth(static_cast<float>(pixelsPerUnit));
    return draw((QSizeF(view) * pixelsPerUnit).toSize());
}

void VtkCloudSurface::pointsChanged()
{
    const CloudProjection *projection = scene_.shown();
    const size_t count = projection ? projection->positions.size() : 0;
    auto *coordinates = vtkFloatArray::SafeDownCast(positions_->GetData());
    coordinates->SetNumberOfTuples(static_cast<vtkIdType>(count));
    static_assert(sizeof(QVector3D) == 3 * sizeof(float));
    if (count > 0)
        std::memcpy(coordinates->GetPointer(0), projection->positions.data(),
                    count * sizeof(QVector3D));
    coordinates->Modified();
    positions_->Modified();
    for (std::vector<Marks> *all : {&movingMarks_, &restMarks_, &selectedMarks_})
        for (Marks &marks : *all) {
            marks.points->Modified();
            shapeMarks(marks, all == &selectedMarks_ ? Layer::Selection : Layer::Points);
        }
    updateBox();
    coloursChanged();
    const std::span<const int> order(scene_.order);
    const size_t moving = std::min(order.size(), static_cast<size_t>(CloudModel::movingSubset));
    setCells(movingMarks_, order.first(moving), Layer::Points);
    setCells(restMarks_, order.subspan(moving), Layer::Points);
    selectionChanged();
    cameraChanged();
}

void VtkCloudSurface::coloursChanged()
{
    const std::span<const QRgb> colours =
        scene_.model ? scene_.model->colours() : std::span<const QRgb>();
    colours_->SetNumberOfTuples(static_cast<vtkIdType>(colours.size()));
    unsigned char *channel = colours.empty() ? nullptr : colours_->GetPointer(0);
    for (const QRgb colour : colours) {
        *channel++ = static_cast<unsigned char>(qRed(colour));
        *channel++ = static_cast<unsigned char>(qGreen(colour));
        *channel++ = static_cast<unsigned char>(qBlue(colour));
    }
    colours_->Modified();
    redraw();
}

void VtkCloudSurface::selectionChanged()
{
    std::vector<int> shown;
    if (const CloudProjection *projection = scene_.shown())
        std::ranges::copy_if(scene_.model->selection(), std::back_inserter(shown), [&](int contig) {
            return scene_.model->isVisible(contig) &&
                   projection->present[static_cast<size_t>(contig)];
        });
    setCells(selectedMarks_, shown, Layer::Selection);
    redraw();
}

void VtkCloudSurface::styleChanged()
{
    const QColor &background = scene_.style.background;
    pointLayer_->SetBackground(background.redF(), background.greenF(), background.blueF());
    boxActor_->GetProperty()->SetColor(scene_.style.line.redF(), scene_.style.line.greenF(),
                                       scene_.style.line.blueF());
    for (Marks &marks : selectedMarks_)
        shapeMarks(marks, Layer::Selection);
    redraw();
}

void VtkCloudSurface::cameraChanged()
{
    showRest();
    applyCamera();
    redraw();
}

void VtkCloudSurface::showRest()
{
    for (Marks &marks : restMarks_)
        marks.actor->SetVisibility(!scene_.isMoving && marks.points->GetNumberOfVerts() > 0);
}

void VtkCloudSurface::applyCamera()
{
    vtkCamera *camera = pointLayer_->GetActiveCamera();
    const QVector3D position = scene_.camera.position();
    const QVector3D focus = scene_.camera.focus();
    const QVector3D up = scene_.camera.up();
    camera->SetPosition(position.x(), position.y(), position.z());
    camera->SetFocalPoint(focus.x(), focus.y(), focus.z());
    camera->SetViewUp(up.x(), up.y(), up.z());
    camera->SetViewAngle(CloudCamera::viewAngle);
    camera->SetUseHorizontalViewAngle(width() < height());
    const double toOrigin = position.length(); // the scene is a ball of radius 1 around it
    camera->SetClippingRange(std::max(0.01, toOrigin - 1.8), toOrigin + 1.8);
}

VtkCloudSurface::Marks &VtkCloudSurface::marksOf(std::vector<Marks> &all, int marker, Layer layer)
{
    const auto found = std::ranges::find(all, marker, &Marks::marker);
    if (found != all.end())
        return *found;
    Marks marks{.marker = marker,
                .points = vtkSmartPointer<vtkPolyData>::New(),
                .actor = vtkSmartPointer<vtkActor>::New()};
    marks.points->SetPoints(positions_);
    marks.points->GetPointData()->SetScalars(colours_);
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputData(marks.points);
    mapper->SetScalarModeToUsePointData();
    mapper->SetColorModeToDirectScalars();
    marks.actor->SetMapper(mapper);
    marks.actor->GetProperty()->LightingOff();
    marks.actor->ForceOpaqueOn(); // the soft edges blend, the points keep their depth
    shapeMarks(marks, layer);
    (layer == Layer::Points ? pointLayer_ : selectionLayer_)->AddActor(marks.actor);
    return all.emplace_back(std::move(marks));
}

void VtkCloudSurface::shapeMarks(Marks &marks, Layer layer)
{
    const bool isSelection = layer == Layer::Selection;
    const double radius =
        (isSelection ? scene_.selectedPointRadius() : scene_.pointRadius()) * pixelRatio();
    const double ring = isSelection ? selectedOutline / scene_.selectedPointRadius() : 0;
    marks.actor->GetProperty()->SetPointSize(static_cast<float>(markerPointSize(radius, ring)));
    vtkShaderProperty *shader = marks.actor->GetShaderProperty();
    shader->ClearAllFragmentShaderReplacements();
    shader->AddFragmentShaderReplacement(
        "//VTK::Light::Impl", true,
        markerShader(static_cast<Marker>(marks.marker), radius, ring, scene_.style.outline), false);
}

void VtkCloudSurface::setCells(std::vector<Marks> &all, std::span<const int> contigs, Layer layer)
{
    std::array<std::vector<vtkIdType>, markerCount> ids;
    for (const int contig : contigs) {
        ids[static_cast<size_t>(scene_.model->markerOf(contig))].push_back(contig);
    }
    for (int marker = 0; marker < markerCount; ++marker) {
        const std::vector<vtkIdType> &points = ids[static_cast<size_t>(marker)];
        const bool exists = std::ranges::find(all, marker, &Marks::marker) != all.end();
        if (points.empty() && !exists)
            continue;
        Marks &marks = marksOf(all, marker, layer);
        vtkNew<vtkCellArray> cells;
        if (!points.empty())
            cells->InsertNextCell(static_cast<vtkIdType>(points.size()), points.data());
        marks.points->SetVerts(cells);
        marks.actor->SetVisibility(!points.empty());
    }
}

void VtkCloudSurface::updateBox()
{
    const CloudProjection *projection = scene_.shown();
    vtkNew<vtkPoints> corners;
    vtkNew<vtkCellArray> edges;
    std::array<double, 3> half{};
    for (size_t contig = 0; projection && contig < projection->positions.size(); ++contig)
        for (int axis = 0; axis < 3; ++axis)
            half[static_cast<size_t>(axis)] =
                std::max(half[static_cast<size_t>(axis)],
                         std::abs(static_cast<double>(projection->positions[contig][axis])));
    for (int corner = 0; corner < 8; ++corner)
        corners->InsertNextPoint(corner & 1 ? half[0] : -half[0], corner & 2 ? half[1] : -half[1],
                                 corner & 4 ? half[2] : -half[2]);
    for (const auto &[from, to] : boxEdges) {
        const std::array<vtkIdType, 2> edge = {from, to};
        edges->InsertNextCell(2, edge.data());
    }
    box_->SetPoints(corners);
    box_->SetLines(edges);
}

} // namespace helicase
