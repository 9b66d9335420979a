// What can be done with runs: attach, stop, resume, open, add, export.
#include "core/base/error.h"
#include "core/run/control.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/project.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_panel.h"

#include <QFileDialog>
#include <QJsonArray>
#include <QJsonObject>

namespace helicase {

void RunsPanel::addActions()
{
    const auto add = [this](const QString &name, const QString &text, const QString &iconName,
                            const QString &help, void (RunsPanel::*function)()) {
        return context().actions.add({.objectName = name,
                                      .text = text,
                                      .panel = id(),
                                      .menu = tr("Run"),
                                      .icon = iconName,
                                      .help = help,
                                      .function = [this, function] { (this->*function)(); }},
                                     this);
    };
    addFolder_ = add("runs.add", tr("Add folder…"), "folder",
                     tr("Show the runs of another folder here too"), &RunsPanel::addFolder);
    attach_ =
        add("runs.attach", tr("Attach"), "link", tr("Show this run in Train"), &RunsPanel::attach);
    stop_ = add("runs.stop", tr("Stop and save"), "stop",
                tr("Ask the worker to save its state and end"), &RunsPanel::stopAndSave);
    resume_ = add("runs.resume", tr("Resume…"), "play",
                  tr("Continue from the newest intact checkpoint"), &RunsPanel::resume);
    copy_ = context().actions.add({.objectName = "runs.copy",
                                   .text = tr("Copy table"),
                                   .panel = id(),
                                   .icon = "copy",
                                   .help = tr("Tab-separated, with a header"),
                                   .function =
                                       [this] {
                                           copyTable(table_);
                                           context().toast(tr("The table is on the clipboard."));
                                       }},
                                  this);
    export_ = add("runs.export", tr("Export…"), "export", tr("Save the table as TSV, CSV or LaTeX"),
                  &RunsPanel::exportRuns);
    openFolder_ = context().actions.add(
        {.objectName = "runs.folder",
         .text = tr("Open folder"),
         .panel = id(),
         .icon = "folder",
         .function =
             [this] {
                 if (const auto row = selected())
                     openInSystem(QString::fromStdString(row->summary.folder.string()));
             }},
        this);
    openLog_ =
        context().actions.add({.objectName = "runs.log",
                               .text = tr("Open log"),
                               .panel = id(),
                               .icon = "log",
                               .function =
                                   [this] {
                                       if (const auto row = selected())
                                           openInSystem(QString::fromStdString(
                                               RunFolder(row->summary.folder).log().string()));
                                   }},
                              this);
    setStandardAction(StandardAction::StopAndSave, stop_);
    setStandardAction(StandardAction::Resume, resume_);
    setStandardAction(StandardAction::CopyTable, copy_);
    setStandardAction(StandardAction::Export, export_);
}

void RunsPanel::addFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Add a folder with runs"), projectFolder_);
    if (folder.isEmpty() || addedFolders_.contains(folder))
        return;
    addedFolders_ += folder;
    QJsonObject state = context().project.section(id());
    state.insert(foldersKey, QJsonArray::fromStringList(addedFolders_));
    context().project.setSection(id(), state);
    refreshFolders();
}

void RunsPanel::attach()
{
    if (const auto row = selected(); row && !row->isMissing)
        context().openPanel(QStringLiteral("train"),
                            QString::fromStdString(row->summary.folder.string()));
}

void RunsPanel::stopAndSave()
{
    const auto row = selected();
    if (!row || !canBeStopped(*row))
        return;
    try {
        appendControlRequest(RunFolder(row->summary.folder).control(), {.request = "stop"});
        context().toast(
            tr("%1 saves its state and stops.").arg(QString::fromStdString(row->summary.name)));
    } catch (const Error &error) {
        band()->post({.id = "stop",
                      .kind = BandKind::Error,
                      .headline = tr("The run was not asked to stop."),
                      .text = QString::fromStdString(error.line())});
    }
}

void RunsPanel::resume()
{
    if (const auto row = selected(); row && canBeResumed(*row))
        resumeRun(*row);
}

void RunsPanel::resumeRun(const RunRow &row)
{
    const QString folder = QString::fromStdString(row.summary.folder.string());
    context().jobs.start(resumeRequest(folder, QString::fromStdString(row.summary.task)));
    band()->remove(QStringLiteral("signal.") + folder);
    context().openPanel(QStringLiteral("train"), folder);
}

void RunsPanel::exportRuns()
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export table"), projectFolder_ + QStringLiteral("/runs.tsv"),
        tr("Tab-separated (*.tsv);;Comma-separated (*.csv);;LaTeX (*.tex)"));
    if (file.isEmpty())
        return;
    try {
        table_->clearSelection();
        exportTable(table_, file);
        context().toast(tr("The table was saved as %1.").arg(file));
    } catch (const Error &error) {
        band()->post({.id = "export",
                      .kind = BandKind::Error,
                      .headline = tr("The table was not saved."),
                      .text = QString::fromStdString(error.line())});
    }
}

} // namespace helicase
