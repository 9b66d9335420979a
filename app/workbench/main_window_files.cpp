// Projects, the demo, and opening whatever is dropped on the window.
#include "app/workbench/bottom_dock.h"
#include "app/workbench/file_kind.h"
#include "app/workbench/main_window.h"
#include "app/workbench/start_page.h"
#include "core/base/process.h"
#include "widgets/common/format.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonObject>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>

namespace helicase {

bool MainWindow::openProject(const QString &path)
{
    if (!mayLeaveProject())
        return false;
    try {
        project_.open(path);
    } catch (const Error &error) {
        report(QStringLiteral("open"), tr("Open project"), error);
        return false;
    }
    journal_.resolve(QStringLiteral("open"));
    return true;
}

bool MainWindow::mayLeaveProject()
{
    if (!project_.hasUnsavedChanges())
        return true;
    try {
        project_.save();
        return true;
    } catch (const Error &error) {
        QMessageBox question(QMessageBox::Warning, tr("Project not saved"),
                             tr("%1 could not be saved.").arg(project_.name()),
                             QMessageBox::NoButton, this);
        question.setInformativeText(
            tr("%1\n\nIts changes since %2 are lost when it is closed now.")
                .arg(QString::fromStdString(error.line()),
                     project_.savedAt().toString(QStringLiteral("HH:mm"))));
        question.addButton(tr("Discard changes"), QMessageBox::DestructiveRole);
        QPushButton *keep = question.addButton(tr("Keep open"), QMessageBox::RejectRole);
        question.setDefaultButton(keep);
        question.setEscapeButton(keep);
        question.exec();
        return question.clickedButton() != keep;
    }
}

bool MainWindow::mayLeaveQueue()
{
    const std::vector<const Job *> waiting = jobs_.queue();
    if (waiting.empty())
        return true;
    QStringList titles;
    for (const Job *job : waiting)
        titles.append(job->title);
    QMessageBox question(QMessageBox::Warning, tr("Runs are waiting"),
                         waiting.size() == 1
                             ? tr("1 run waits in the queue.")
                             : tr("%1 runs wait in the queue.").arg(waiting.size()),
                         QMessageBox::NoButton, this);
    question.setInformativeText(tr("%1\n\nThe queue ends with the window: they are not started. "
                                   "What runs goes on.")
                                    .arg(titles.join(QStringLiteral(", "))));
    question.addButton(tr("Close without them"), QMessageBox::DestructiveRole);
    QPushButton *keep = question.addButton(tr("Keep open"), QMessageBox::RejectRole);
    question.setDefaultButton(keep);
    question.setEscapeButton(keep);
    question.exec();
    return question.clickedButton() != keep;
}

void MainWindow::closeProject()
{
    if (mayLeaveProject())
        project_.close();
}

void MainWindow::locateProject(const QString &path)
{
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Locate %1").arg(QFileInfo(path).fileName()),
                                     settings_.lastFolder(), tr("Helicase project (*.helicase)"));
    if (!file.isEmpty() && openProject(file))
        settings_.removeRecentProject(path);
}

void MainWindow::showWhatChanged()
{
    const QString place = tr("Restored");
    if (lostProject_.isEmpty())
        journal_.write(Severity::Info, place, tr("No project was open."));
    else if (openProject(lostProject_))
        journal_.write(Severity::Info, place,
                       tr("%1 is as it was saved on %2. A change in the last 5 s before the end may "
                          "be missing.")
                           .arg(project_.name(), momentText(project_.savedAt())));
    for (const Job &job : jobs_.jobs())
        journal_.write(Severity::Info, place,
                       tr("%1 went on without the window: %2.")
                           .arg(job.title, job.stage.isEmpty() ? toString(job.state) : job.stage));
    bottom_->open(BottomPage::Log);
}

void MainWindow::projectOpened()
{
    settings_.addRecentProject(project_.file());
    settings_.setSessionProject(project_.file());
    settings_.setLastFolder(project_.folder());
    watcher_ = std::make_unique<FolderWatcher>(project_.folder());
    connect(watcher_.get(), &FolderWatcher::contentChanged, this, [this](const QString &folder) {
        for (Panel *panel : std::as_const(panels_))
            panel->showDemo(folder);
    });
    connect(watcher_.get(), &FolderWatcher::demoStateChanged, this, [this](const DemoState &state) {
        if (!state.stage.isEmpty())
            journal_.write(Severity::Info, tr("Demo"), state.stage);
    });
    const QString panel =
        project_.section(QStringLiteral("window")).value(QStringLiteral("panel")).toString();
    showPanel(panels_.contains(panel) || !panel.isEmpty() ? panel : availablePanels().front().id);
    refreshTitle();
}

void MainWindow::projectClosed()
{
    watcher_.reset();
    settings_.setSessionProject({});
    refreshTitle();
    showStartPage();
}

void MainWindow::newProject()
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("New project"), settings_.lastFolder() + QStringLiteral("/project"));
    if (file.isEmpty() || !mayLeaveProject())
        return;
    try {
        project_.create(file);
    } catch (const Error &error) {
        report(QStringLiteral("new"), tr("New project"), error);
    }
}

void MainWindow::saveProjectAs()
{
    if (!project_.isOpen())
        return;
    const QString file = QFileDialog::getSaveFileName(this, tr("Save project as"), project_.file(),
                                                      tr("Helicase project (*.helicase)"));
    if (file.isEmpty())
        return;
    try {
        project_.saveAs(file);
    } catch (const Error &error) {
        report(QStringLiteral("save"), tr("Project"), error);
    }
}

void MainWindow::openWithDialog()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Open"), settings_.lastFolder());
    if (!file.isEmpty())
        openPath(file);
}

void MainWindow::openFolderWithDialog()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Open folder"), settings_.lastFolder());
    if (!folder.isEmpty())
        openPath(folder);
}

void MainWindow::runDemo()
{
    openDemo(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) +
                 QStringLiteral("/demo"),
             false);
}

void MainWindow::openDemo(const QString &folder, bool isFast)
{
    const QString path = QFileInfo(folder).absoluteFilePath();
    QDir().mkpath(path);
    if (!openProject(path))
        return;
    showPanel(QStringLiteral("train"));
    const DemoState state = readDemoState(path);
    const Job *job = jobs_.jobOfFolder(path);
    const bool isOurs = job != nullptr && !isOver(job->state);
    if (state.state == QStringLiteral("done") || isOurs ||
        (state.state == QStringLiteral("running") && processIsAlive(state.process)))
        return;
    QStringList words{QStringLiteral("demo"), QStringLiteral("-o"), path};
    if (isFast)
        words += QStringLiteral("--fast");
    jobs_.start({.words = words,
                 .folder = path,
                 .title = tr("Demo"),
                 .eventsFile = path + QStringLiteral("/events.jsonl")});
}

void MainWindow::openPath(const QString &path)
{
    const QFileInfo info(QDir::cleanPath(path)); // a folder's last slash would hide its name
    const QString absolute = info.absoluteFilePath();
    settings_.setLastFolder(info.absolutePath());
    switch (kindOf(absolute)) {
    case FileKind::Project:
        openProject(absolute);
        return;
    case FileKind::Run:
        showPanel(QStringLiteral("train"), absolute);
        return;
    case FileKind::Embedding:
        showPanel(QStringLiteral("embeddings"), absolute);
        return;
    case FileKind::Sequences:
    case FileKind::DataSet:
        showPanel(QStringLiteral("data"), absolute); // which tells what it has read
        return;
    case FileKind::Model:
        openModel(absolute);
        return;
    case FileKind::Tokenizer:
    case FileKind::Text:
        showPanel(QStringLiteral("annotate"), absolute);
        return;
    case FileKind::Missing:
        journal_.post({QStringLiteral("open"), Severity::Error, tr("Open"),
                       tr("%1 does not exist.").arg(absolute)});
        bottom_->open(BottomPage::Problems);
        return;
    case FileKind::Unknown:
        break;
    }
    journal_.post({QStringLiteral("open"), Severity::Warning, info.fileName(),
                   info.isDir()
                       ? tr("%1 is no project, run, model, tokenizer or data folder.").arg(info.fileName())
                       : tr("%1 is not recognised (first bytes %2).")
                             .arg(info.fileName(), firstBytes(absolute)),
                   info.isDir() ? QString() : tr("Open as text"),
                   [this, absolute] { showPanel(QStringLiteral("annotate"), absolute); }});
    bottom_->open(BottomPage::Problems);
}

// While somebody evaluates, a model is one more candidate.
void MainWindow::openModel(const QString &folder)
{
    const QString name = QFileInfo(folder).fileName();
    const Panel *shown = currentPanel();
    const bool isCandidate = shown != nullptr && shown->id() == QStringLiteral("evaluate");
    showPanel(isCandidate ? shown->id() : QStringLiteral("models"), folder);
    toast(isCandidate ? tr("%1 was added to Evaluate.").arg(name)
                      : tr("%1 was opened in Models.").arg(name));
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    for (const QUrl &url : event->mimeData()->urls())
        if (url.isLocalFile())
            openPath(url.toLocalFile());
    event->acceptProposedAction();
}

} // namespace helicase
