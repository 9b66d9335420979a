// What can be done with one run: attach, stop, resume, rewind, open, use its model.
#include "core/base/error.h"
#include "core/run/control.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/format.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/widgets.h"
#include "widgets/runs/run_details.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_panel.h"

#include <QCursor>
#include <QMenu>

namespace helicase {

QAction *RunsPanel::addAction(const QString &name, const QString &text, const QString &iconName,
                              const QString &help, void (RunsPanel::*function)(),
                              const QKeySequence &shortcut)
{
    return context().actions.add({.objectName = name,
                                  .text = text,
                                  .shortcut = shortcut,
                                  .panel = id(),
                                  .menu = tr("Run"),
                                  .icon = iconName,
                                  .help = help,
                                  .function = [this, function] { (this->*function)(); }},
                                 this);
}

void RunsPanel::addActions()
{
    addFolder_ = addAction("runs.add", tr("Add folder…"), "folder",
                           tr("Show the runs of another folder here too"), &RunsPanel::addFolder);
    compare_ = context().actions.add({.objectName = "runs.compare",
                                      .text = tr("Compare"),
                                      .panel = id(),
                                      .menu = tr("Run"),
                                      .icon = "compare",
                                      .help = tr("Settings and curves of the ticked runs"),
                                      .function = [this] { refreshComparison(); },
                                      .isCheckable = true},
                                     this);
    setBaseline_ = addAction("runs.baseline", tr("Set as baseline"), "pin",
                             tr("Compare the other runs with this one"), &RunsPanel::setBaseline);
    addRunActions();
    addFolderActions();
    addExportActions();
    setStandardAction(StandardAction::StopAndSave, stop_);
    setStandardAction(StandardAction::Resume, resume_);
    setStandardAction(StandardAction::Rewind, rewind_);
    setStandardAction(StandardAction::CopyTable, copy_);
    setStandardAction(StandardAction::Export, export_);
}

void RunsPanel::addRunActions()
{
    attach_ = addAction("runs.attach", tr("Attach"), "link", tr("Show this run in Train"),
                        &RunsPanel::attach);
    stop_ = addAction("runs.stop", tr("Stop and save"), "stop",
                      tr("Ask the worker to save its state and end"), &RunsPanel::stopAndSave);
    resume_ = addAction("runs.resume", tr("Resume…"), "play",
                        tr("Continue from the newest intact checkpoint"), &RunsPanel::resume);
    rewind_ = addAction("runs.rewind", tr("Rewind…"), "rewind",
                        tr("Go on from an earlier checkpoint; later ones are removed"),
                        &RunsPanel::rewind);
    useModel_ = addAction("runs.use", tr("Use model"), "panel-models",
                          tr("Show the model of the chosen, best or newest checkpoint in Models"),
                          &RunsPanel::useModel);
    const auto addOpener = [this](const QString &name, const QString &text, const QString &iconName,
                                  std::function<std::filesystem::path(const RunFolder &)> of) {
        return context().actions.add({.objectName = name,
                                      .text = text,
                                      .panel = id(),
                                      .icon = iconName,
                                      .function =
                                          [this, of] {
                                              if (const auto row = table_->selectedRun())
                                                  openInSystem(QString::fromStdString(
                                                      of(RunFolder(row->summary.folder)).string()));
                                          }},
                                     this);
    };
    openFolder_ = addOpener("runs.folder", tr("Open folder"), "folder", &RunFolder::root);
    openLog_ = addOpener("runs.log", tr("Open log"), "log", &RunFolder::log);
}

void RunsPanel::addFolderActions()
{
    rename_ = addAction("runs.rename", tr("Rename"), "edit",
                        tr("Give the run another name; its folder keeps its own"),
                        &RunsPanel::rename, QKeySequence(Qt::Key_F2));
    locate_ = addAction("runs.locate", tr("Locate…"), "folder-open",
                        tr("Say where the folder of the run is now"), &RunsPanel::locate);
    delete_ =
        addAction("runs.delete", tr("Delete…"), "delete", tr("Move the run's folder to the trash"),
                  &RunsPanel::askToDelete, QKeySequence(Qt::Key_Delete));
}

void RunsPanel::attach()
{
    if (const auto row = table_->selectedRun(); row && !row->isMissing)
        context().openPanel(QStringLiteral("train"),
                            QString::fromStdString(row->summary.folder.string()));
}

void RunsPanel::stopAndSave()
{
    const auto row = table_->selectedRun();
    if (!row || !canBeStopped(*row))
        return;
    try {
        appendControlRequest(RunFolder(row->summary.folder).control(), {.request = "stop"});
        context().toast(
            tr("%1 saves its state and stops.").arg(QString::fromStdString(row->summary.name)));
    } catch (const Error &error) {
        tellFailure(QStringLiteral("stop"), tr("The run was not asked to stop."), error);
    }
}

void RunsPanel::tellFailure(const QString &id, const QString &headline, const std::exception &error)
{
    band()->post({.id = id, .kind = BandKind::Error, .headline = headline, .text = lineOf(error)});
}

// To the checkpoint that is selected in the list; without one a menu asks which.
void RunsPanel::rewind()
{
    const auto row = table_->selectedRun();
    if (!row || !canBeRewound(*row))
        return;
    if (const auto step = details_->chosenCheckpoint())
        return rewindTo(*row, *step);
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("runs.rewind.menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const CheckpointRow &checkpoint : row->checkpoints)
        menu->addAction(tr("To step %1").arg(groupedNumber(checkpoint.step)), this,
                        [this, row, step = checkpoint.step] { rewindTo(*row, step); });
    menu->popup(QCursor::pos());
}

void RunsPanel::rewindTo(const RunRow &row, int64_t step)
{
    if (!canBeStopped(row))
        return resumeRun(row, {QStringLiteral("--rewind"), QString::number(step)});
    try {
        appendControlRequest(RunFolder(row.summary.folder).control(),
                             {.request = "rewind", .step = step});
        context().toast(tr("%1 goes back to step %2.")
                            .arg(QString::fromStdString(row.summary.name), groupedNumber(step)));
    } catch (const Error &error) {
        tellFailure(QStringLiteral("rewind"), tr("The run was not asked to go back."), error);
    }
}

void RunsPanel::useModel()
{
    const auto row = table_->selectedRun();
    if (!row || row->checkpoints.empty())
        return;
    const int64_t step = details_->chosenCheckpoint().value_or(
        row->summary.bestStep.value_or(row->checkpoints.front().step));
    context().openPanel(
        QStringLiteral("models"),
        QString::fromStdString(RunFolder(row->summary.folder).checkpoint(step).string()));
}

void RunsPanel::resume()
{
    if (const auto row = table_->selectedRun(); row && canBeResumed(*row))
        resumeRun(*row);
}

void RunsPanel::resumeRun(const RunRow &row, const QStringList &more)
{
    const QString folder = QString::fromStdString(row.summary.folder.string());
    JobRequest request = resumeRequest(folder, QString::fromStdString(row.summary.task));
    request.words += more;
    context().jobs.start(request);
    band()->remove(QStringLiteral("signal.") + folder);
    context().openPanel(QStringLiteral("train"), folder);
}

} // namespace helicase
