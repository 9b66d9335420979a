#include "app/workbench/main_window.h"

#include "app/workbench/activity_bar.h"
#include "app/workbench/bottom_dock.h"
#include "app/workbench/command_palette.h"
#include "app/workbench/desktop_notice.h"
#include "app/workbench/panel_window.h"
#include "app/workbench/start_page.h"
#include "app/workbench/status_strip.h"
#include "app/workbench/window_menus.h"
#include "core/run/run_folder.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/job_failure.h"
#include "widgets/common/toast.h"
#include "widgets/common/widgets.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QMenuBar>
#include <QStackedWidget>
#include <QToolBar>

#include <algorithm>

namespace helicase {

namespace {

constexpr int paletteFieldWidth = 300;
const QString windowSection = QStringLiteral("window");

// Which panel shows a dot while a command runs.
QString panelOfCommand(const QString &command)
{
    if (command == QStringLiteral("embed") || command == QStringLiteral("project"))
        return QStringLiteral("embeddings");
    if (command == QStringLiteral("model") || command == QStringLiteral("verify") ||
        command == QStringLiteral("predict"))
        return QStringLiteral("models");
    return command == QStringLiteral("demo") ? QStringLiteral("train") : command;
}

QPushButton *paletteField(QWidget *parent)
{
    auto *button = new QPushButton(icon(QStringLiteral("search")),
                                   MainWindow::tr("Find an action, run or file"), parent);
    button->setObjectName(QStringLiteral("main.palette.button"));
    button->setAccessibleName(MainWindow::tr("Open the command palette"));
    button->setMinimumWidth(paletteFieldWidth);
    button->setStyleSheet(
        QStringLiteral("QPushButton { text-align: left; padding: 1px 8px; min-height: 18px; }"));
    auto *row = new QHBoxLayout(button);
    row->setContentsMargins(0, 0, 8, 0);
    row->addStretch();
    auto *key = mutedLabel(QStringLiteral("Ctrl+P"), button);
    key->setAttribute(Qt::WA_TransparentForMouseEvents);
    row->addWidget(key);
    return button;
}

} // namespace

MainWindow::MainWindow(Theme &theme, const QString &jobsFolder, QWidget *parent)
    : QMainWindow(parent), theme_(theme),
      jobs_(jobsFolder), context_{project_,
                                  jobs_,
                                  actions_,
                                  theme_,
                                  journal_,
                                  [this](const QString &text) { toast(text); },
                                  [this](const QString &id, const QString &argument) {
                                      showPanel(id, argument);
                                  },
                                  [this](const QString &title, const QString &text) {
                                      notice_->show(title, text);
                                  }}
{
    setObjectName(QStringLiteral("main.window"));
    setWindowTitle(QStringLiteral("Helicase"));
    setWindowIcon(icon(QStringLiteral("helicase")));
    notice_ = new DesktopNotice(this);
    setAcceptDrops(true);
    setMinimumSize(960, 640);
    activityBar_ = new ActivityBar(availablePanels(), this);
    addToolBar(Qt::LeftToolBarArea, activityBar_);
    pages_ = new QStackedWidget(this);
    pages_->setObjectName(QStringLiteral("main.panels"));
    setCentralWidget(pages_);
    startPage_ = new StartPage(settings_, jobs_, this);
    pages_->addWidget(startPage_);
    bottom_ = new BottomDock(jobs_, journal_, this);
    addDockWidget(Qt::BottomDockWidgetArea, bottom_);
    resizeDocks({bottom_}, {200}, Qt::Vertical);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    status_ = new StatusStrip(jobs_, journal_, project_, *bottom_, this);
    setStatusBar(status_);
    auto *corner = new QWidget(this);
    auto *cornerLayout = new QHBoxLayout(corner);
    cornerLayout->setContentsMargins(0, 2, 8, 2);
    QPushButton *field = paletteField(corner);
    cornerLayout->addWidget(field);
    menuBar()->setObjectName(QStringLiteral("main.menu"));
    menuBar()->setCornerWidget(corner);
    titleLabel_ = new QLabel(menuBar());
    titleLabel_->setObjectName(QStringLiteral("main.project"));
    titleLabel_->setAlignment(Qt::AlignCenter);
    titleLabel_->setAttribute(Qt::WA_TransparentForMouseEvents);
    setRole(titleLabel_, "strong");
    toast_ = new Toast(pages_);
    palette_ = new CommandPalette([this] { return paletteEntries(); }, this);
    menus_ = std::make_unique<WindowMenus>(*this);
    startPage_->addEntry(actions_.find(QStringLiteral("file.new")), {});
    startPage_->addEntry(actions_.find(QStringLiteral("file.open")), {});
    startPage_->addEntry(actions_.find(QStringLiteral("file.demo")), tr("about 2 min"));
    connect(field, &QPushButton::clicked, this, [this] { openPalette(); });
    connectServices();
    if (const std::optional<QString> lost = settings_.beginSession()) {
        lostProject_ = *lost;
        startPage_->showNote(tr("Helicase closed unexpectedly last time. Everything was restored."));
    }
    restoreWindow();
    refreshTitle();
}

MainWindow::~MainWindow()
{
    watcher_.reset();
    for (const QString &id : panelWindows_.keys())
        closePanelWindow(id);
    // Panels use the services that are members of this window; they go first.
    qDeleteAll(panels_);
    delete status_;
    delete bottom_;
    delete startPage_;
}

void MainWindow::connectServices()
{
    connect(activityBar_, &ActivityBar::panelChosen, this,
            [this](const QString &id) { showPanel(id); });
    connect(startPage_, &StartPage::projectChosen, this, &MainWindow::openProject);
    connect(startPage_, &StartPage::missingProjectChosen, this, &MainWindow::locateProject);
    connect(startPage_, &StartPage::changesRequested, this, &MainWindow::showWhatChanged);
    connect(startPage_, &StartPage::attachRequested, this, &MainWindow::openPath);
    connect(&project_, &Project::opened, this, &MainWindow::projectOpened);
    connect(&project_, &Project::closed, this, &MainWindow::projectClosed);
    connect(&project_, &Project::changed, this, &MainWindow::refreshTitle);
    connect(&project_, &Project::saved, this, &MainWindow::refreshTitle);
    connect(&project_, &Project::saved, this,
            [this] { journal_.resolve(QStringLiteral("save")); });
    connect(&project_, &Project::saveFailed, this, [this](const QString &text) {
        journal_.post({QStringLiteral("save"), Severity::Error, tr("Project"), text});
    });
    connect(&jobs_, &JobRunner::jobAdded, this, &MainWindow::refreshBusy);
    connect(&jobs_, &JobRunner::jobChanged, this, &MainWindow::refreshBusy);
    connect(&jobs_, &JobRunner::jobFinished, this, &MainWindow::jobFinished);
    connect(qApp, &QGuiApplication::applicationStateChanged, this,
            [this](Qt::ApplicationState state) {
                if (state == Qt::ApplicationInactive && project_.hasUnsavedChanges())
                    actions_.find(QStringLiteral("file.save"))->trigger();
            });
}

Panel *MainWindow::buildPanel(const QString &id)
{
    const auto &entries = availablePanels();
    const auto entry = std::ranges::find(entries, id, &PanelEntry::id);
    if (entry == entries.end())
        return nullptr;
    Panel *panel = entry->create(context_, pages_);
    panels_.insert(id, panel);
    pages_->addWidget(panel);
    connect(panel, &Panel::statusTextChanged, this, [this, panel](const QString &text) {
        if (panel == currentPanel())
            status_->setPanelText(text);
    });
    connect(panel, &Panel::busyChanged, this, &MainWindow::refreshBusy);
    connect(panel->band(), &Band::moreRequested, this,
            [this] { bottom_->open(BottomPage::Problems); });
    connect(panel->band(), &Band::logRequested, this, [this] { bottom_->open(BottomPage::Log); });
    panel->setCompact(isCompact_);
    panel->restoreLayout(settings_.value(QStringLiteral("panel/") + id));
    if (project_.isOpen())
        panel->showDemo(project_.folder());
    return panel;
}

void MainWindow::showPanel(const QString &id, const QString &argument)
{
    Panel *panel = panels_.value(id);
    if (panel == nullptr)
        panel = buildPanel(id);
    if (panel == nullptr)
        return;
    PanelWindow *const ownWindow = windowOf(panel);
    QWidget *const page = ownWindow != nullptr ? ownWindow->placeholder() : panel;
    if (pages_->currentWidget() != page) {
        pages_->setCurrentWidget(page);
        history_ = history_.mid(0, historyPosition_ + 1);
        history_ += id;
        historyPosition_ = history_.size() - 1;
        if (!panel->isAncestorOf(QApplication::focusWidget()))
            panel->setFocus(Qt::OtherFocusReason);
    }
    if (ownWindow != nullptr) {
        ownWindow->raise();
        ownWindow->activateWindow();
    }
    activityBar_->setActive(id);
    status_->setPanelText(panel->statusText());
    if (project_.isOpen()) {
        QJsonObject state = project_.section(windowSection);
        state.insert(QStringLiteral("panel"), id);
        project_.setSection(windowSection, state);
    }
    if (!argument.isEmpty())
        panel->openArgument(argument);
    Q_EMIT currentPanelChanged();
}

void MainWindow::showStartPage()
{
    startPage_->refresh();
    pages_->setCurrentWidget(startPage_);
    activityBar_->setActive({});
    status_->setPanelText({});
    Q_EMIT currentPanelChanged();
}

void MainWindow::resetLayout()
{
    for (Panel *panel : std::as_const(panels_))
        panel->resetLayout();
    bottom_->hide();
}

void MainWindow::toast(const QString &text)
{
    toast_->display(text);
    journal_.write(Severity::Info, QStringLiteral("Helicase"), text);
}

void MainWindow::report(const QString &id, const QString &place, const Error &error)
{
    journal_.post({id, Severity::Error, place, QString::fromStdString(error.line())});
    bottom_->open(BottomPage::Problems);
}

void MainWindow::jobFinished(const QString &id)
{
    const Job *job = jobs_.job(id);
    if (job == nullptr)
        return;
    const double seconds = double(job->started.msecsTo(job->finished)) / 1000;
    const QString text = job->state == JobState::Failed
                             ? tr("%1 failed. %2").arg(job->title, lastLineOf(*job))
                         : job->state == JobState::Done
                             ? tr("%1 finished in %2.").arg(job->title, durationText(seconds))
                         : job->state == JobState::Stopped
                             ? tr("%1 stopped. Its state is saved.").arg(job->title)
                             : tr("%1 was cancelled.").arg(job->title);
    if (job->state == JobState::Failed)
        journal_.post({QStringLiteral("job.") + id, Severity::Error, job->title, text,
                       tr("Open log"), [log = job->logFile] { openInSystem(log); }});
    else
        toast(text);
    notice_->show(job->title, text);
}

// A panel that was not built yet has jobs all the same, from the session before.
void MainWindow::refreshBusy()
{
    QSet<QString> busy;
    for (const Job &job : jobs_.jobs())
        if (job.state == JobState::Running && !job.words.isEmpty())
            busy.insert(panelOfCommand(job.words.first()));
    for (const PanelEntry &entry : availablePanels()) {
        const Panel *built = panel(entry.id);
        activityBar_->setBusy(entry.id,
                              busy.contains(entry.id) || (built != nullptr && built->isBusy()));
    }
}

void MainWindow::refreshTitle()
{
    const QString name =
        project_.name() + (project_.hasUnsavedChanges() ? QStringLiteral(" *") : QString());
    titleLabel_->setText(name);
    titleLabel_->adjustSize();
    setWindowTitle(project_.isOpen() ? name + QStringLiteral(" – Helicase")
                                     : QStringLiteral("Helicase"));
    titleLabel_->setGeometry((width() - titleLabel_->width()) / 2, 0, titleLabel_->width(),
                             menuBar()->height());
}

void MainWindow::refreshCompact()
{
    const bool isCompact = width() < compactBelow;
    if (isCompact == isCompact_)
        return;
    isCompact_ = isCompact;
    activityBar_->setCompact(isCompact);
    for (Panel *panel : std::as_const(panels_))
        if (windowOf(panel) == nullptr)
            panel->setCompact(isCompact);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    refreshCompact();
    refreshTitle();
}

void MainWindow::restoreWindow()
{
    resize(1440, 900);
    if (const QByteArray geometry = settings_.value(QStringLiteral("geometry"));
        !geometry.isEmpty())
        restoreGeometry(geometry);
}

void MainWindow::saveWindow()
{
    settings_.setValue(QStringLiteral("geometry"), saveGeometry());
    for (auto panel = panels_.begin(); panel != panels_.end(); ++panel)
        settings_.setValue(QStringLiteral("panel/") + panel.key(), panel.value()->savedLayout());
}

// Runs go on: they are processes of their own and are found again at the next start.
void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!mayLeaveQueue() || !mayLeaveProject()) {
        event->ignore();
        return;
    }
    for (const QString &id : panelWindows_.keys())
        closePanelWindow(id);
    saveWindow();
    project_.close();
    settings_.endSession();
    event->accept();
}

} // namespace helicase
