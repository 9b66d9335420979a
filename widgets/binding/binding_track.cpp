#include "widgets/binding/binding_track.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/dataset/csv.h"
#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double wheelFactor = 0.8;
constexpr double panShare = 0.1; // of the bases in view
constexpr int64_t shortestSpan = 2;

} // namespace

BindingTrack::BindingTrack(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    setObjectName(QStringLiteral("binding.track"));
    setAccessibleName(tr("Binding track"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(&theme_, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void BindingTrack::setScene(TrackScene scene)
{
    const bool isAsLong = scene.length() == scene_.length();
    scene_ = std::move(scene);
    if (!isAsLong) {
        range_ = TrackRange::whole(scene_.length());
        span_.reset();
    }
    describe();
    update();
}

void BindingTrack::setLayers(const TrackLayers &layers)
{
    layers_ = layers;
    update();
}

void BindingTrack::setVariant(std::optional<TrackCurve> variant)
{
    scene_.variant = std::move(variant);
    describe();
    update();
}

void BindingTrack::setSpan(std::optional<BaseSpan> span)
{
    span_ = span;
    describe();
    update();
}

void BindingTrack::setRange(const TrackRange &range)
{
    range_ = range;
    describe();
    update();
}

void BindingTrack::zoom(double factor)
{
    setRange(range_.zoomed(factor, (range_.first + range_.last) / 2, scene_.length()));
}

void BindingTrack::showAll()
{
    setRange(TrackRange::whole(scene_.length()));
}

TrackLayout BindingTrack::layoutNow() const
{
    return trackLayout(scene_, layers_, range_, size());
}

void BindingTrack::describe()
{
    const auto shown = [this](double base) {
        return groupedNumber(scene_.firstBase + static_cast<qint64>(base));
    };
    QString text = tr("Binding track of %1, bases %2 to %3, %4 models, %5 motifs")
                       .arg(scene_.title, shown(range_.first), shown(std::ceil(range_.last) - 1))
                       .arg(scene_.curves.size())
                       .arg(scene_.motifs.size());
    if (span_)
        text +=
            tr(", span %1 to %2").arg(shown(double(span_->begin)), shown(double(span_->end - 1)));
    if (scene_.variant)
        text += tr(", dashed: %1").arg(scene_.variant->name);
    setAccessibleDescription(text);
}

QString BindingTrack::textAt(int64_t base) const
{
    if (base < 0 || base >= scene_.length())
        return {};
    const auto place = static_cast<size_t>(base);
    QString text =
        tr("Base %1 (%2): measured %3")
            .arg(groupedNumber(scene_.firstBase + base), QString(QLatin1Char(scene_.bases[place])),
                 fixedNumber(double(scene_.measured[place]), 2));
    for (const TrackCurve &curve : scene_.curves)
        text += tr(", %1 %2").arg(curve.name, fixedNumber(double(curve.values[place]), 2));
    if (scene_.variant)
        text += tr(", %1 %2").arg(scene_.variant->name,
                                  fixedNumber(double(scene_.variant->values[place]), 2));
    if (layers_.likelihood && !scene_.likelihood.empty() && std::isfinite(scene_.likelihood[place]))
        text +=
            tr(", log-likelihood %1 nats").arg(fixedNumber(double(scene_.likelihood[place]), 2));
    return text;
}

void BindingTrack::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme_.color(ColorRole::Base));
    paintTrack(painter, scene_, layoutNow(), theme_.isDark(), span_);
    if (hasFocus()) {
        painter.setPen(QPen(theme_.color(ColorRole::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void BindingTrack::wheelEvent(QWheelEvent *event)
{
    const TrackLayout at = layoutNow();
    const double x = std::clamp(event->position().x(), at.plot.left(), at.plot.right());
    const double centre = range_.first + (x - at.plot.left()) / at.pixelsPerBase();
    setRange(range_.zoomed(std::pow(wheelFactor, event->angleDelta().y() / 120.0), centre,
                           scene_.length()));
    event->accept();
}

int64_t BindingTrack::nearestBase(double x) const
{
    const TrackLayout at = layoutNow();
    const double base = range_.first + (x - at.plot.left()) / at.pixelsPerBase();
    return std::clamp<int64_t>(static_cast<int64_t>(std::floor(base)), 0,
                               std::max<int64_t>(scene_.length() - 1, 0));
}

void BindingTrack::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || scene_.length() == 0)
        return;
    drag_ = (event->modifiers() & Qt::ShiftModifier) != 0 ? Drag::Span : Drag::Pan;
    pressedX_ = event->position().x();
    pressedRange_ = range_;
}

void BindingTrack::mouseMoveEvent(QMouseEvent *event)
{
    const double x = event->position().x();
    if (drag_ == Drag::Pan) {
        const double bases = (pressedX_ - x) / layoutNow().pixelsPerBase();
        setRange(pressedRange_.moved(bases, scene_.length()));
    } else if (drag_ == Drag::Span) {
        const int64_t from = nearestBase(pressedX_);
        const int64_t to = nearestBase(x);
        setSpan(BaseSpan{std::min(from, to), std::max(from, to) + 1});
    }
    Q_EMIT pointed(textAt(layoutNow().baseAt(x)));
}

void BindingTrack::mouseReleaseEvent(QMouseEvent *)
{
    const bool isSpan = std::exchange(drag_, Drag::None) == Drag::Span;
    if (isSpan && span_ && span_->length() >= shortestSpan)
        Q_EMIT spanChosen(*span_);
}

void BindingTrack::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        showAll();
}

void BindingTrack::leaveEvent(QEvent *event)
{
    Q_EMIT pointed({});
    QWidget::leaveEvent(event);
}

void BindingTrack::keyPressEvent(QKeyEvent *event)
{
    const auto pan = [this](double share) {
        setRange(range_.moved(range_.size() * share, scene_.length()));
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return pan(-panShare);
    case Qt::Key_Right:
        return pan(panShare);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(wheelFactor);
    case Qt::Key_Minus:
        return zoom(1 / wheelFactor);
    case Qt::Key_Home:
    case Qt::Key_0:
        return showAll();
    case Qt::Key_PageUp:
        Q_EMIT windowWanted(-1);
        return;
    case Qt::Key_PageDown:
        Q_EMIT windowWanted(1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void BindingTrack::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("Show all"), this, &BindingTrack::showAll);
    menu.addAction(tr("Copy description"), this,
                   [this] { QApplication::clipboard()->setText(accessibleDescription()); });
    menu.addAction(tr("Export…"), this,
                   [this] { exportFigure(this, QStringLiteral("track"), writers()); });
    menu.exec(event->globalPos());
}

FigureWriters BindingTrack::writers() const
{
    return {.picture = [this](const QString &file) { savePicture(file); },
            .table = [this](const QString &file) { saveTable(file); }};
}

void BindingTrack::savePicture(const QString &file) const
{
    helicase::savePicture(file, scene_.title, size(), [this](QPainter &painter) {
        painter.fillRect(QRect(QPoint(), size()), themeColor(ColorRole::Base, false));
        paintTrack(painter, scene_, layoutNow(), false, span_);
    });
}

void BindingTrack::saveTable(const QString &file) const
{
    AtomicFile output(file.toStdString());
    std::string header = "base,letter,measured";
    for (const TrackCurve &curve : scene_.curves)
        header += "," + csvField(curve.name.toStdString());
    output.write(header + "\n");
    for (size_t base = 0; base < scene_.bases.size(); ++base) {
        std::string line = std::to_string(scene_.firstBase + static_cast<int64_t>(base)) + "," +
                           scene_.bases[base] + "," + formatReal(double(scene_.measured[base]));
        for (const TrackCurve &curve : scene_.curves)
            line += "," + formatReal(double(curve.values[base]));
        output.write(line + "\n");
    }
    output.commit();
}

} // namespace helicase
