// A themed plot: left and bottom axis, horizontal grid, wheel zooms x, Ctrl+wheel y, drag pans,
// Shift+drag zooms into a box, double click resets; export as picture and table. Replots at most 30
// times a second and only while visible. GUI thread only.
#pragma once

#include "widgets/common/custom_plot.h"
#include "widgets/common/figure_export.h"
#include "widgets/common/theme.h"

#include <QTimer>
#include <optional>

namespace helicase {

class PlotView : public QCustomPlot {
    Q_OBJECT
public:
    // description: what the plot is, for screen readers ("Loss plot").
    PlotView(Theme &theme, const QString &objectName, const QString &description,
             QWidget *parent = nullptr);

    void setAxisTitles(const QString &bottom, const QString &left);
    void setLogarithmic(bool isLogarithmic);
    bool isLogarithmic() const { return isLogarithmic_; }

    // Width 1 at 35 % opacity; for any number of points.
    QCPGraph *addRawCurve(const QString &name, const QColor &color);
    // Width 2; the caller keeps it to 2,000 points.
    QCPGraph *addSmoothCurve(const QString &name, const QColor &color);
    // Dashed with markers.
    QCPGraph *addMarkedCurve(const QString &name, const QColor &color,
                             QCPScatterStyle::ScatterShape shape);

    // Many calls make one replot.
    void scheduleReplot();
    // Axes follow the data until the user zooms or pans; resetView() makes them follow again.
    bool followsData() const { return followsData_; }
    void fitToData();
    void resetView();
    // Kept current by the owner: "Loss plot, 2 runs, crosshair step 1,740".
    void setDescription(const QString &text);

    // By the file's ending: png (given scale), svg, pdf. Always in light colours. Throws DiskError.
    void savePicture(const QString &file, double scale = 2);
    // Every graph as name, x, y rows; only what is in view when asked. Throws DiskError.
    virtual void saveTable(const QString &file, bool visibleOnly);
    FigureWriters writers();
    // Asks for a file; the kind follows its ending.
    void exportWithDialog(const QString &suggestedName);

Q_SIGNALS:
    // Zoom, pan or reset by the user.
    void viewChanged();
    void resetRequested();

protected:
    void wheelEvent(QWheelEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void applyTheme(bool dark);
    void userMoved();
    void zoomAxis(QCPAxis *axis, double factor, double centre);

    Theme &theme_;
    QTimer replotTimer_;
    QString description_;
    bool followsData_ = true;
    bool isLogarithmic_ = false;
    bool replotIsDue_ = false;
};

} // namespace helicase
