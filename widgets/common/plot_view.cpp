#include "widgets/common/plot_view.h"

#include <QEvent>
#include <QMenu>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int replotMilliseconds = 33;
constexpr int rawOpacity = 89;       // 35 %
constexpr double marginShare = 0.04; // free space around the data
constexpr double wheelStep = 0.8;

QCPRange widened(QCPRange range, bool isLogarithmic)
{
    if (isLogarithmic) {
        const double ratio = std::pow(range.upper / range.lower, marginShare);
        return {range.lower / std::max(ratio, 1.02), range.upper * std::max(ratio, 1.02)};
    }
    const double size = range.size();
    const double margin =
        size > 0 ? size * marginShare : std::max(std::abs(range.lower) * 0.05, 1e-6);
    return {range.lower - margin, range.upper + margin};
}

} // namespace

PlotView::PlotView(Theme &theme, const QString &objectName, const QString &description,
                   QWidget *parent)
    : QCustomPlot(parent), theme_(theme)
{
    setObjectName(objectName);
    setLocale(QLocale()); // its own leaves out the signs that group digits
    setFocusPolicy(Qt::StrongFocus);
    setPlottingHint(QCP::phFastPolylines, true);
    // Plots that change together reach the screen together.
    setPlottingHint(QCP::phImmediateRefresh, false);
    setNoAntialiasingOnDrag(true);
    setInteraction(QCP::iRangeDrag, true);
    setSelectionRectMode(QCP::srmNone);
    axisRect()->setRangeDrag(Qt::Horizontal | Qt::Vertical);
    axisRect()->setupFullAxesBox(false);
    xAxis2->setVisible(false);
    yAxis2->setVisible(false);
    xAxis->grid()->setVisible(false);
    yAxis->grid()->setZeroLinePen(Qt::NoPen);
    setMinimumSize(120, 90);
    replotTimer_.setSingleShot(true);
    replotTimer_.setInterval(replotMilliseconds);
    connect(&replotTimer_, &QTimer::timeout, this, [this] { replot(QCustomPlot::rpQueuedReplot); });
    connect(&theme_, &Theme::changed, this, [this] {
        applyTheme(theme_.isDark());
        scheduleReplot();
    });
    // Dragging the axis rectangle is the user's doing; setRange by code is not.
    connect(this, &QCustomPlot::mouseMove, this, [this](const QMouseEvent *event) {
        if ((event->buttons() & Qt::LeftButton) != 0 && selectionRectMode() == QCP::srmNone)
            userMoved();
    });
    setDescription(description);
    applyTheme(theme_.isDark());
}

void PlotView::setAxisTitles(const QString &bottom, const QString &left)
{
    xAxis->setLabel(bottom);
    yAxis->setLabel(left);
}

void PlotView::setLogarithmic(bool isLogarithmic)
{
    isLogarithmic_ = isLogarithmic;
    yAxis->setScaleType(isLogarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    yAxis->setTicker(isLogarithmic ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                                   : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    if (isLogarithmic)
        qSharedPointerCast<QCPAxisTickerLog>(yAxis->ticker())->setLogBase(2);
    fitToData();
    scheduleReplot();
}

QCPGraph *PlotView::addRawCurve(const QString &name, const QColor &color)
{
    QCPGraph *graph = addGraph();
    QColor faint = color;
    faint.setAlpha(rawOpacity);
    graph->setName(name);
    graph->setPen(QPen(faint, 1));
    return graph;
}

QCPGraph *PlotView::addSmoothCurve(const QString &name, const QColor &color)
{
    QCPGraph *graph = addGraph();
    graph->setName(name);
    graph->setPen(QPen(color, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    return graph;
}

QCPGraph *PlotView::addMarkedCurve(const QString &name, const QColor &color,
                                   QCPScatterStyle::ScatterShape shape)
{
    QCPGraph *graph = addGraph();
    graph->setName(name);
    graph->setPen(QPen(color, 1, Qt::DashLine));
    graph->setScatterStyle(QCPScatterStyle(shape, color, color, 5));
    return graph;
}

void PlotView::scheduleReplot()
{
    replotIsDue_ = true;
    if (isVisible() && !replotTimer_.isActive())
        replotTimer_.start();
}

void PlotView::fitToData()
{
    const QCP::SignDomain domain = isLogarithmic_ ? QCP::sdPositive : QCP::sdBoth;
    std::optional<QCPRange> keys;
    std::optional<QCPRange> values;
    const auto expand = [](std::optional<QCPRange> &all, const QCPRange &more) {
        all = all ? all->expanded(more) : more;
    };
    for (int i = 0; i < plottableCount(); ++i) {
        const QCPAbstractPlottable *drawn = plottable(i);
        if (!drawn->visible())
            continue;
        bool found = false;
        const QCPRange key = drawn->getKeyRange(found);
        if (found)
            expand(keys, key);
        const QCPRange value = drawn->getValueRange(found, domain);
        if (found && std::isfinite(value.lower) && std::isfinite(value.upper))
            expand(values, value);
    }
    if (keys)
        xAxis->setRange(keys->size() > 0 ? *keys : QCPRange(keys->lower, keys->lower + 1));
    if (values)
        yAxis->setRange(widened(*values, isLogarithmic_));
}

void PlotView::resetView()
{
    followsData_ = true;
    fitToData();
    scheduleReplot();
    Q_EMIT resetRequested();
    Q_EMIT viewChanged();
}

void PlotView::setDescription(const QString &text)
{
    description_ = text;
    if (accessibleName().isEmpty())
        setAccessibleName(text);
    setAccessibleDescription(text);
}

void PlotView::zoomAxis(QCPAxis *axis, double factor, double centre)
{
    axis->scaleRange(factor, axis->pixelToCoord(centre));
    userMoved();
    scheduleReplot();
}

void PlotView::userMoved()
{
    followsData_ = false;
    Q_EMIT viewChanged();
}

void PlotView::wheelEvent(QWheelEvent *event)
{
    const double steps = event->angleDelta().y() / 120.0;
    const double factor = std::pow(wheelStep, steps);
    if ((event->modifiers() & Qt::ControlModifier) != 0)
        zoomAxis(yAxis, factor, event->position().y());
    else
        zoomAxis(xAxis, factor, event->position().x());
    event->accept();
}

void PlotView::mousePressEvent(QMouseEvent *event)
{
    const bool isBox = (event->modifiers() & Qt::ShiftModifier) != 0;
    setSelectionRectMode(isBox ? QCP::srmZoom : QCP::srmNone);
    if (isBox)
        userMoved();
    QCustomPlot::mousePressEvent(event);
}

void PlotView::mouseDoubleClickEvent(QMouseEvent *event)
{
    QCustomPlot::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton)
        resetView();
}

void PlotView::keyPressEvent(QKeyEvent *event)
{
    const auto pan = [this](QCPAxis *axis, double share) {
        axis->moveRange(axis->range().size() * share);
        userMoved();
        scheduleReplot();
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return pan(xAxis, -0.1);
    case Qt::Key_Right:
        return pan(xAxis, 0.1);
    case Qt::Key_Up:
        return isLogarithmic_ ? void() : pan(yAxis, 0.1);
    case Qt::Key_Down:
        return isLogarithmic_ ? void() : pan(yAxis, -0.1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomAxis(xAxis, wheelStep, axisRect()->center().x());
    case Qt::Key_Minus:
        return zoomAxis(xAxis, 1 / wheelStep, axisRect()->center().x());
    case Qt::Key_0:
        return resetView();
    default:
        QCustomPlot::keyPressEvent(event);
    }
}

void PlotView::showEvent(QShowEvent *event)
{
    QCustomPlot::showEvent(event);
    if (replotIsDue_)
        replotTimer_.start();
}

void PlotView::focusInEvent(QFocusEvent *event)
{
    QCustomPlot::focusInEvent(event);
    update();
}

void PlotView::focusOutEvent(QFocusEvent *event)
{
    QCustomPlot::focusOutEvent(event);
    update();
}

void PlotView::applyTheme(bool dark)
{
    const auto color = [dark](ColorRole role) { return themeColor(role, dark); };
    setBackground(QBrush(color(ColorRole::Base)));
    for (QCPAxis *axis : {xAxis, yAxis}) {
        axis->setBasePen(QPen(color(ColorRole::ControlBorder), 1));
        axis->setTickPen(QPen(color(ColorRole::ControlBorder), 1));
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(color(ColorRole::Muted));
        axis->setLabelColor(color(ColorRole::Muted));
        axis->setTickLabelFont(smallFont());
        axis->setLabelFont(smallFont());
        axis->setNumberFormat(QStringLiteral("gbc"));
        axis->setNumberPrecision(6);
        axis->setTickLengthIn(0);
        axis->setTickLengthOut(4);
        axis->grid()->setPen(QPen(color(ColorRole::PlotGrid), 1));
    }
    if (legend != nullptr) {
        QColor ground = color(ColorRole::Base);
        ground.setAlpha(220); // curves behind it stay visible
        legend->setBrush(ground);
        legend->setBorderPen(Qt::NoPen);
        legend->setTextColor(color(ColorRole::Text));
        legend->setFont(smallFont());
        legend->setIconSize(18, 10);
    }
    if (selectionRect() != nullptr) {
        selectionRect()->setPen(QPen(color(ColorRole::Accent), 1, Qt::DashLine));
        selectionRect()->setBrush(Qt::NoBrush);
    }
}

} // namespace helicase
