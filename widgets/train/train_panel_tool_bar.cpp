// The toolbar of the Train panel: which page is shown, and how the curves are drawn.
#include "widgets/train/train_panel.h"

#include "widgets/common/action_registry.h"
#include "widgets/common/format.h"
#include "widgets/common/widgets.h"
#include "widgets/train/run_results.h"
#include "widgets/train/training_view.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QStackedWidget>
#include <QToolButton>

namespace helicase {

namespace {

constexpr int defaultSmoothing = 86; // hundredths

QToolButton *addSegment(QWidget *box, const QString &name, const QString &text,
                        const QString &description, bool isOn)
{
    auto *button = new QToolButton(box);
    button->setText(text);
    button->setObjectName(name);
    button->setAccessibleName(description);
    button->setCheckable(true);
    button->setChecked(isOn);
    setRole(button, "segment");
    box->findChild<QButtonGroup *>()->addButton(button);
    box->layout()->addWidget(button);
    return button;
}

} // namespace

TrainPanel::Page TrainPanel::page() const
{
    return pages_->currentWidget() == results_ ? Page::Results : Page::Curves;
}

void TrainPanel::showPage(Page page)
{
    const bool isResults = page == Page::Results;
    pages_->setCurrentWidget(isResults ? static_cast<QWidget *>(results_) : view_);
    (isResults ? resultsButton_ : curvesButton_)->setChecked(true);
    for (QWidget *tool : curveTools_)
        tool->setEnabled(!isResults);
    context().actions.find("train.resetViews")->setEnabled(!isResults);
}

QWidget *TrainPanel::segmentBox()
{
    auto *box = new QWidget(toolBar());
    box->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    new QButtonGroup(box);
    return box;
}

void TrainPanel::addPageButtons()
{
    QWidget *box = segmentBox();
    curvesButton_ = addSegment(box, "train.page.curves", tr("Curves"), tr("Show the curves"), true);
    resultsButton_ = addSegment(box, "train.page.results", tr("Results"),
                                tr("Show the results of the run"), false);
    toolBar()->addWidget(box);
    toolBar()->addSeparator();
    connect(curvesButton_, &QToolButton::clicked, this, [this] { showPage(Page::Curves); });
    connect(resultsButton_, &QToolButton::clicked, this, [this] { showPage(Page::Results); });
}

void TrainPanel::addAxisButtons()
{
    QWidget *box = segmentBox();
    const std::pair<QString, TrainingAxis> axes[] = {{tr("Step"), TrainingAxis::Step},
                                                     {tr("Epoch"), TrainingAxis::Epoch},
                                                     {tr("Time"), TrainingAxis::Time},
                                                     {tr("Tokens"), TrainingAxis::Tokens}};
    for (const auto &[text, axis] : axes) {
        QToolButton *button =
            addSegment(box, "train.axis." + text.toLower(), text,
                       tr("Horizontal axis: %1").arg(text.toLower()), axis == TrainingAxis::Step);
        connect(button, &QToolButton::clicked, this,
                [this, chosen = axis] { view_->setAxis(chosen); });
    }
    toolBar()->addWidget(box);
    toolBar()->addSeparator();
    curveTools_.append(box);
}

void TrainPanel::addSmoothing()
{
    auto *smooth = new QWidget(toolBar());
    smooth->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(smooth);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(mutedLabel(tr("Smooth"), smooth));
    smoothSlider_ = new QSlider(Qt::Horizontal, smooth);
    smoothSlider_->setObjectName("train.smooth");
    smoothSlider_->setAccessibleName(tr("Smoothing factor in hundredths"));
    smoothSlider_->setRange(0, 99);
    smoothSlider_->setValue(defaultSmoothing);
    smoothSlider_->setFixedWidth(90);
    layout->addWidget(smoothSlider_);
    smoothValue_ = new QLabel(smooth);
    smoothValue_->setObjectName("train.smooth.value");
    smoothValue_->setMinimumWidth(30);
    layout->addWidget(smoothValue_);
    toolBar()->addWidget(smooth);
    curveTools_.append(smooth);
    connect(smoothSlider_, &QSlider::valueChanged, this, &TrainPanel::takeSmoothing);
}

void TrainPanel::buildToolBar()
{
    addPageButtons();
    addAxisButtons();
    const auto addToggle = [&](const char *name, const QString &text, bool isOn, auto function) {
        auto *button = new QToolButton(toolBar());
        button->setObjectName(name);
        button->setText(text);
        button->setAccessibleName(text);
        button->setCheckable(true);
        button->setChecked(isOn);
        connect(button, &QToolButton::toggled, view_, function);
        toolBar()->addWidget(button);
        curveTools_.append(button);
    };
    addToggle("train.logY", tr("Log y"), true, &TrainingView::setLogarithmic);
    addToggle("train.envelope", tr("Envelope"), true, &TrainingView::setEnvelope);
    addToggle("train.clip", tr("Clip outliers"), false, &TrainingView::setClipping);
    toolBar()->addSeparator();
    addSmoothing();
    const ActionRegistry &actions = context().actions;
    const auto addAtEnd = [&](const char *name, ButtonText text) {
        toolBar()->addAtEnd(toolButton(actions.find(name), text, toolBar()));
    };
    addAtEnd("train.attach", ButtonText::WhileRoom);
    addAtEnd("train.resetViews", ButtonText::Hidden);
    addAtEnd("train.export", ButtonText::Hidden);
}

void TrainPanel::takeSmoothing(int hundredths)
{
    const double factor = hundredths / 100.0;
    smoothValue_->setText(fixedNumber(factor, 2));
    view_->setSmoothing(factor);
}

} // namespace helicase
