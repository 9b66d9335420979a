#include "widgets/train/run_legend.h"

#include "widgets/common/flow_layout.h"
#include "widgets/common/icon.h"
#include "widgets/common/shown_names.h"
#include "widgets/common/widgets.h"
#include "widgets/train/followed_run.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace helicase {

namespace {

// A piece of line with the run's marker, as the plot draws it.
QPixmap lineSample(const QColor &color, std::optional<QCPScatterStyle::ScatterShape> shape,
                   bool isDashed, double ratio)
{
    QPixmap pixmap(QSize(26, 14) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QCPPainter painter(&pixmap);
    painter.setAntialiasing(true);
    painter.setPen(QPen(color, isDashed ? 1 : 2, isDashed ? Qt::DashLine : Qt::SolidLine));
    painter.drawLine(QLineF(1, 7, 25, 7));
    if (shape) {
        const QCPScatterStyle style(*shape, color, color, 6);
        style.applyTo(&painter, QPen(color));
        style.drawShape(&painter, QPointF(13, 7));
    }
    return pixmap;
}

// Losses of different tasks have no common axis.
bool isDrawnWith(const FollowedRun &run, const FollowedRun *shown)
{
    return !shown || run.task() == shown->task();
}

} // namespace

RunLegend::RunLegend(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    setObjectName("train.legend");
    setAccessibleName(tr("Runs in the plots"));
    entries_ = new FlowLayout(10, 2, this);
    entries_->setContentsMargins(8, 2, 12, 2);
    connect(&theme_, &Theme::changed, this, [this] { fingerprint_.clear(); });
}

void RunLegend::setRuns(const std::vector<FollowedRun *> &runs,
                        const std::vector<PlottedRun> &plotted, const FollowedRun *shown)
{
    QString fingerprint;
    for (size_t index = 0; index < runs.size(); ++index)
        fingerprint += runs[index]->folder() + runs[index]->name() + plotted[index].color.name() +
                       FollowedRun::stateText(runs[index]->state()) +
                       (runs[index]->isVisible() ? u'v' : u'h') +
                       (runs[index] == shown ? u's' : u' ') +
                       (isDrawnWith(*runs[index], shown) ? u'd' : u' ');
    if (fingerprint == fingerprint_)
        return;
    fingerprint_ = fingerprint;
    while (QLayoutItem *item = entries_->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    for (size_t index = 0; index < runs.size(); ++index)
        entries_->addWidget(entry(*runs[index], plotted[index], shown, static_cast<int>(index)));
    entries_->addWidget(lineStyles());
}

// What the two kinds of lines mean, whatever their run; each can be hidden.
QWidget *RunLegend::lineStyles()
{
    auto *widget = new QWidget(this);
    auto *layout = new QHBoxLayout(widget);
    layout->setContentsMargins(8, 0, 0, 0);
    layout->setSpacing(2);
    const auto add = [&](const char *name, const QString &text, bool isValidation, bool &isShown,
                         auto toggled) {
        auto *button = new QToolButton(widget);
        button->setObjectName(name);
        button->setText(text);
        button->setAccessibleName(tr("Show the curves of %1").arg(text));
        button->setToolTip(button->accessibleName());
        const auto shape = isValidation ? std::optional(QCPScatterStyle::ssDisc) : std::nullopt;
        const QPixmap sample =
            lineSample(theme_.color(ColorRole::Muted), shape, isValidation, devicePixelRatioF());
        const auto look = [button, sample](bool isOn) {
            button->setIcon(isOn ? QIcon(sample) : icon("eye-off"));
        };
        look(isShown);
        button->setIconSize({26, 14});
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        connect(button, &QToolButton::clicked, this, [this, &isShown, toggled, look] {
            isShown = !isShown;
            look(isShown);
            Q_EMIT(this->*toggled)(isShown);
        });
        layout->addWidget(button);
    };
    add("train.legend.training", tr("training"), false, showsTraining_,
        &RunLegend::trainingToggled);
    add("train.legend.validation", tr("validation"), true, showsValidation_,
        &RunLegend::validationToggled);
    return widget;
}

QWidget *RunLegend::eyeOf(const FollowedRun &run, int index, QWidget *parent)
{
    auto *eye = new QToolButton(parent);
    eye->setObjectName("train.legend.eye." + run.name());
    eye->setAccessibleName(tr("Show or hide %1").arg(run.name()));
    eye->setToolTip(eye->accessibleName());
    eye->setIcon(icon(run.isVisible() ? "eye" : "eye-off"));
    connect(eye, &QToolButton::clicked, this, [this, index] { Q_EMIT visibilityToggled(index); });
    return eye;
}

// A run of another task has no curves here: it is only named.
QWidget *RunLegend::entry(const FollowedRun &run, const PlottedRun &plotted,
                          const FollowedRun *shown, int index)
{
    auto *widget = new QWidget(this);
    auto *layout = new QHBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    const bool isDrawn = isDrawnWith(run, shown);
    if (isDrawn) {
        layout->addWidget(eyeOf(run, index, widget));
        auto *sample = new QLabel(widget);
        sample->setPixmap(lineSample(plotted.color, plotted.shape, false, devicePixelRatioF()));
        layout->addWidget(sample);
    }
    auto *name = new QToolButton(widget);
    name->setObjectName("train.legend.run." + run.name());
    name->setText(run.name());
    name->setAccessibleName(tr("Show %1 at the right").arg(run.name()));
    name->setToolTip(run.folder());
    QFont font = name->font();
    font.setBold(&run == shown);
    name->setFont(font);
    name->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(name, &QToolButton::clicked, this, [this, index] { Q_EMIT runChosen(index); });
    connect(name, &QToolButton::customContextMenuRequested, this,
            [this, name, index](const QPoint &at) {
                QMenu menu;
                menu.addAction(tr("Remove from the plots"), this,
                               [this, index] { Q_EMIT removeRequested(index); });
                menu.exec(name->mapToGlobal(at));
            });
    layout->addWidget(name);
    const QString note = !isDrawn ? taskTitle(run.task())
                         : run.state() == RunState::Done
                             ? QString()
                             : FollowedRun::stateText(run.state()).toLower();
    if (!note.isEmpty())
        layout->addWidget(mutedLabel(note, widget));
    return widget;
}

} // namespace helicase
