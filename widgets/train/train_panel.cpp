#include "widgets/train/train_panel.h"

#include "core/base/error.h"
#include "core/base/process.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/format.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/option_form.h"
#include "widgets/common/project.h"
#include "widgets/common/run_draft.h"
#include "widgets/common/widgets.h"
#include "widgets/train/axis_text.h"
#include "widgets/train/run_controls.h"
#include "widgets/train/run_form.h"
#include "widgets/train/run_inspector.h"
#include "widgets/train/run_queue.h"
#include "widgets/train/run_results.h"
#include "widgets/train/training_view.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

// As many as the plots tell apart; more can be added.
constexpr qsizetype mostRunsAtFirst = 12;

// Folders of a project's runs, the one with the newest events first.
QStringList newestRuns(const QString &runsFolder)
{
    QFileInfoList folders = QDir(runsFolder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
    const auto lastEvent = [](const QFileInfo &run) {
        const QFileInfo events(QDir(run.filePath()).filePath("events.jsonl"));
        return events.exists() ? events.lastModified() : run.lastModified();
    };
    std::ranges::stable_sort(folders, std::ranges::greater(), lastEvent);
    QStringList paths;
    for (const QFileInfo &folder : folders.mid(0, mostRunsAtFirst))
        paths << QDir::cleanPath(folder.filePath());
    return paths;
}

QStringList sorted(QStringList texts)
{
    texts.sort();
    return texts;
}

bool isGoingOn(const QString &run)
{
    try {
        const RunSummary described = describedRun(run.toStdString());
        return described.isActive() && processIsAlive(described.processId);
    } catch (const Error &) {
        return false; // as long as it is not written
    }
}

} // namespace

TrainPanel::TrainPanel(PanelContext &context, QWidget *parent)
    : Panel(context, "train", tr("Train"), parent)
{
    buildRunActions();
    buildCentre();
    form_ = new RunForm(context.project, context.jobs, start_, queue_, this);
    setLeft(form_, tr("New run"), 344);
    setRight(buildRight(), tr("Run"), 290);
    buildActions();
    buildToolBar();
    buildEmptyState();
    connect(view_, &TrainingView::runChosen, this,
            [this](int index) { showRun(runs_[static_cast<size_t>(index)]); });
    connect(view_, &TrainingView::visibilityToggled, this, [this](int index) {
        FollowedRun *run = runs_[static_cast<size_t>(index)];
        run->setVisible(!run->isVisible());
    });
    connect(view_, &TrainingView::removeRequested, this, &TrainPanel::removeRun);
    connect(view_, &TrainingView::crosshairMoved, this, &TrainPanel::refreshStatus);
    connect(view_, &TrainingView::checkpointChosen, this, &TrainPanel::offerCheckpoint);
    connect(
        inspector_->controls(), &RunControls::requestFailed, this,
        [this](const QString &message) { showMistake(tr("The worker was not asked."), message); });
    connect(form_, &RunForm::failed, this, &TrainPanel::showMistake);
    connect(form_, &RunForm::dataRequested, this,
            [this](const QString &path) { this->context().openPanel("data", path); });
    connect(form_, &RunForm::loaded, this, [this] { band()->remove("train.mistake"); });
    connect(form_, &RunForm::saved, this, [this](const QString &file) {
        this->context().toast(tr("%1 saved.").arg(QFileInfo(file).fileName()));
    });
    connect(&context.jobs, &JobRunner::jobChanged, this, &TrainPanel::jobChanged);
    connect(&context.jobs, &JobRunner::jobFinished, this, &TrainPanel::jobFinished);
    secondTimer_.setInterval(1000);
    connect(&secondTimer_, &QTimer::timeout, inspector_, &RunInspector::refresh);
    secondTimer_.start();
    takeSmoothing(smoothSlider_->value());
    view_->setLogarithmic(true);
    showEmptyState(true);
}

QWidget *TrainPanel::buildRight()
{
    auto *right = new QWidget(this);
    inspector_ = new RunInspector(context().theme, context().actions, this);
    waiting_ = new RunQueue(context().jobs, context().actions, this);
    auto *layout = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(inspector_, 1);
    layout->addWidget(waiting_);
    return right;
}

void TrainPanel::buildCentre()
{
    pages_ = new QStackedWidget(this);
    view_ = new TrainingView(context().theme, pages_);
    results_ = new RunResults(context().theme, pages_);
    pages_->addWidget(view_);
    pages_->addWidget(results_);
    setCentre(pages_);
    connect(results_, &RunResults::ready, this, [this] {
        if (std::exchange(showResultWhenDone_, false))
            showPage(Page::Results);
    });
    connect(results_, &RunResults::failed, this, [this](const QString &message) {
        showMistake(tr("The result cannot be read."), message);
    });
}

void TrainPanel::buildEmptyState()
{
    auto *empty = new EmptyState("train", "panel-train", tr("No run yet"),
                                 tr("Choose a task or try the demo recipe."), this);
    empty->addButton(context().actions.find("train.demoRecipe"));
    empty->addButton(context().actions.find("train.attach"));
    setEmptyState(empty);
}

void TrainPanel::showMistake(const QString &headline, const QString &message)
{
    band()->post(
        {.id = "train.mistake", .kind = BandKind::Error, .headline = headline, .text = message});
}

// True: there is one to correct, and it has the focus.
bool TrainPanel::tellMistakes()
{
    if (form_->isRunnable())
        return false;
    form_->options()->focusMistake();
    return true;
}

JobRequest TrainPanel::requestOfForm() const
{
    const QString folder = form_->runFolder();
    return {.words = form_->words(),
            .folder = folder,
            .title = form_->runName(),
            .eventsFile = folder + "/events.jsonl"};
}

void TrainPanel::startRun()
{
    if (tellMistakes())
        return;
    JobRequest request = requestOfForm();
    request.mayWait = false;
    context().jobs.start(request);
    attach(request.folder);
    form_->suggestName();
}

// A run is followed from its turn on: before, it has no folder and nothing to show.
void TrainPanel::queueRun()
{
    if (tellMistakes())
        return;
    const JobRequest request = requestOfForm();
    const QString id = context().jobs.start(request);
    const Job *job = context().jobs.job(id);
    if (job->state == JobState::Queued) {
        queued_.insert(id);
        if (!waiting_->isVisible())
            context().toast(tr("%1 starts when what runs has ended.").arg(request.title));
    } else {
        attach(request.folder); // nothing was before it
    }
    form_->suggestName();
}

void TrainPanel::resumeRun(FollowedRun &run)
{
    const QString task =
        run.summary() ? QString::fromStdString(run.summary()->task) : form_->task();
    context().jobs.start(resumeRequest(run.folder(), task));
    band()->clear();
}

void TrainPanel::showDemo(const QString &folder)
{
    const QStringList newest = newestRuns(QDir(folder).filePath("runs"));
    for (const QString &run : sorted(newest))
        if (!removed_.contains(run))
            follow(run);
    if (!shown_ && !runs_.empty()) {
        // What goes on at the moment, else the first run of a demo, else the newest.
        const QString demo = QDir(folder).filePath("runs/contrastive-01");
        attach(newest.contains(demo) && !isGoingOn(newest.front()) ? demo : newest.front());
    }
    form_->takeProject();
}

bool TrainPanel::contentReady() const
{
    const MetricSeries *loss = shown_ ? shown_->history().find(metric::trainLoss) : nullptr;
    return loss && loss->points().size() > 1;
}

void TrainPanel::openArgument(const QString &argument)
{
    if (const auto draft = RunDraft::fromArgument(argument))
        return takeDraft(*draft);
    const RunFolder run(argument.toStdString());
    if (!std::filesystem::exists(run.description()))
        return showMistake(tr("The run cannot be shown."),
                           tr("%1 is no run folder (it holds no run.json).").arg(argument));
    band()->remove("train.mistake");
    attach(argument);
    showResultWhenDone_ = true; // of a finished run one wants to see what it came to
}

void TrainPanel::takeDraft(const RunDraft &draft)
{
    if (!form_->takeDraft(draft))
        return showMistake(tr("The form cannot be filled."),
                           tr("%1 is no training task.").arg(draft.task));
    band()->remove("train.mistake");
    leftDock()->show();
    leftDock()->raise();
}

void TrainPanel::attach(const QString &runFolder)
{
    showRun(follow(runFolder));
}

FollowedRun *TrainPanel::follow(const QString &runFolder)
{
    const QString clean = QDir::cleanPath(runFolder);
    const auto known =
        std::ranges::find(runs_, clean, [](FollowedRun *run) { return run->folder(); });
    if (known != runs_.end())
        return *known;
    auto *run = new FollowedRun(clean, this);
    runs_.push_back(run);
    connect(run, &FollowedRun::changed, this, [this, run] { runChanged(run); });
    connect(run, &FollowedRun::stateChanged, this,
            [this, run](RunState before, RunState now) { runStateChanged(run, before, now); });
    connect(run, &FollowedRun::unreadable, this, [this, run](const QString &reason) {
        showMistake(tr("%1 cannot be read.").arg(run->name()), reason);
    });
    view_->setRuns(runs_, shown_);
    return run;
}

void TrainPanel::showRun(FollowedRun *run)
{
    shown_ = run;
    showResultWhenDone_ = false;
    showEmptyState(run == nullptr);
    inspector_->setRun(run);
    view_->setRuns(runs_, shown_);
    results_->setRun(run);
    refreshBand();
    refreshStatus();
}

void TrainPanel::removeRun(int index)
{
    FollowedRun *run = runs_[static_cast<size_t>(index)];
    runs_.erase(runs_.begin() + index);
    removed_.insert(run->folder());
    if (run == shown_)
        showRun(runs_.empty() ? nullptr : runs_.front());
    view_->setRuns(runs_, shown_);
    run->deleteLater();
}

void TrainPanel::runChanged(FollowedRun *run)
{
    view_->scheduleRefresh();
    if (run != shown_)
        return;
    inspector_->refresh();
    const RunHistory &history = run->history();
    if (heldUpBy_ != QString::fromStdString(history.diskFullText() + history.stallText()))
        refreshBand();
}

void TrainPanel::refreshStatus()
{
    const auto crosshair = view_->crosshair();
    if (crosshair)
        setStatusText(tr("Crosshair: %1").arg(placeText(view_->axis(), *crosshair)));
    else
        setStatusText(shown_ ? shown_->name() : QString());
}

void TrainPanel::askAndAttach()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Add run folder"),
                                                             context().project.runsFolder());
    if (!folder.isEmpty())
        openArgument(folder);
}

} // namespace helicase
