// Run folders as the panel keeps them: which ones are shown, their names and notes, deleting them.
#include "core/base/error.h"
#include "widgets/common/format.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/project.h"
#include "widgets/common/widgets.h"
#include "widgets/runs/notes_command.h"
#include "widgets/runs/run_details.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_panel.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QJsonArray>
#include <QJsonObject>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

#include <algorithm>

namespace helicase {

namespace {

QString folderOf(const RunRow &row)
{
    return QString::fromStdString(row.summary.folder.string());
}

QString nameOf(const RunRow &row)
{
    return QString::fromStdString(row.summary.name);
}

// A link to checkpoints on another disk goes; they themselves do not.
QString whatIsDeleted(const RunRow &row)
{
    const QString text = RunsPanel::tr("%1 goes to the trash.").arg(folderOf(row));
    std::error_code none;
    const auto elsewhere =
        std::filesystem::read_symlink(RunFolder(row.summary.folder).checkpoints(), none);
    return none ? text
                : text + u' ' +
                      RunsPanel::tr("Its checkpoints stay in %1.")
                          .arg(QString::fromStdString(elsewhere.string()));
}

// Where the user's data folder does not exist, Qt would take the working directory for the trash.
bool hasTrash()
{
    return QDir().mkpath(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation));
}

QString missingId(const QString &folder)
{
    return QStringLiteral("missing.") + folder;
}

} // namespace

void RunsPanel::refreshFolders()
{
    const Project &project = context().project;
    if (project.isOpen()) {
        projectFolder_ = project.folder();
        for (const QJsonValue &folder : project.section(id()).value(foldersKey).toArray())
            if (!addedFolders_.contains(folder.toString()))
                addedFolders_ += folder.toString();
        baseline_ = project.section(id()).value(baselineKey).toString().toStdString();
        model_->setBaseline(baseline_);
    }
    scanner_.setFolders(projectFolder_.isEmpty() ? QString()
                                                 : projectFolder_ + QStringLiteral("/runs"),
                        addedFolders_);
}

void RunsPanel::addFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Add a folder with runs"), projectFolder_);
    if (!folder.isEmpty() && !addedFolders_.contains(folder))
        setAddedFolders(addedFolders_ + QStringList{folder});
}

void RunsPanel::setAddedFolders(const QStringList &folders)
{
    addedFolders_ = folders;
    keepInProject(foldersKey, QJsonArray::fromStringList(folders));
    refreshFolders();
}

void RunsPanel::keepInProject(const QString &key, const QJsonValue &value)
{
    QJsonObject state = context().project.section(id());
    state.insert(key, value);
    context().project.setSection(id(), state);
}

void RunsPanel::locate()
{
    const auto row = table_->selectedRun();
    if (row && row->isMissing)
        askWhereItIs(folderOf(*row));
}

void RunsPanel::askWhereItIs(const QString &missing)
{
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Where is %1?").arg(QDir(missing).dirName()), projectFolder_);
    if (!folder.isEmpty())
        moveTo(missing, folder);
}

// The run has another place now; what was said of the old one holds for it.
void RunsPanel::moveTo(const QString &missing, const QString &folder)
{
    QStringList folders = addedFolders_;
    folders.replaceInStrings(QRegularExpression(u'^' + QRegularExpression::escape(missing) + u'$'),
                             folder);
    folders.removeDuplicates();
    if (baseline_ == missing.toStdString())
        keepInProject(baselineKey, folder);
    wantedFolder_ = folder;
    setAddedFolders(folders);
}

// Each folder that is not where it was is told once, with the way on.
void RunsPanel::refreshMissing()
{
    QStringList missing;
    for (const RunRow &row : model_->rows())
        if (row.isMissing)
            missing += folderOf(row);
    for (const QString &folder : missing_)
        if (!missing.contains(folder))
            band()->remove(missingId(folder));
    for (const QString &folder : missing)
        if (!missing_.contains(folder))
            band()->post({.id = missingId(folder),
                          .kind = BandKind::Warning,
                          .headline = tr("Folder not found."),
                          .text = tr("It was at %1.").arg(folder),
                          .actions = {{tr("Locate…"), [this, folder] { askWhereItIs(folder); }}}});
    missing_ = missing;
}

void RunsPanel::rename()
{
    if (const auto row = table_->selectedRun(); row && !row->isMissing)
        table_->editName();
}

void RunsPanel::giveName(const std::filesystem::path &folder, const QString &name)
{
    const RunFolder run(folder);
    const bool isOwn = name == QString::fromStdString(run.name());
    changeNotes(run, tr("rename run"),
                [&](RunNotes &notes) { notes.name = isOwn ? std::string() : name.toStdString(); });
}

void RunsPanel::giveNote(const std::filesystem::path &folder, const QString &note)
{
    changeNotes(RunFolder(folder), tr("note on run"),
                [&](RunNotes &notes) { notes.note = note.toStdString(); });
}

void RunsPanel::changeNotes(const RunFolder &run, const QString &what,
                            const std::function<void(RunNotes &)> &change)
{
    const auto failed = [this](const std::exception &error) {
        tellFailure(QStringLiteral("notes"), tr("The change was not saved."), error);
    };
    try {
        const RunNotes before = readRunNotes(run);
        RunNotes after = before;
        change(after);
        if (after != before)
            context().project.undoStack().push(
                new NotesCommand(run, before, after, what, {[this] { refreshFolders(); }, failed}));
    } catch (const Error &error) {
        failed(error);
    }
}

// A folder that is not there is only taken from the list.
void RunsPanel::askToDelete()
{
    const auto row = table_->selectedRun();
    if (!row)
        return;
    if (row->isMissing)
        return forget(*row);
    if (isAtWork(*row))
        return refuseToDelete(*row);
    auto *question =
        new QMessageBox(QMessageBox::Question, tr("Delete run"),
                        tr("Delete run %1 (%2)?").arg(nameOf(*row), sizeText(row->bytes)),
                        QMessageBox::Cancel, this);
    question->setObjectName(QStringLiteral("runs.delete.question"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(whatIsDeleted(*row));
    QPushButton *verb = question->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    verb->setObjectName(QStringLiteral("runs.delete.accept"));
    question->setDefaultButton(QMessageBox::Cancel);
    connect(verb, &QPushButton::clicked, this, [this, folder = row->summary.folder] {
        // Time has gone by: what is known of the run now counts.
        if (const RunRow *now = model_->rowAt(model_->rowOfFolder(folder)))
            moveToTrash(RunRow(*now));
    });
    question->open();
}

// Its worker writes into the folder, or is about to.
bool RunsPanel::isAtWork(const RunRow &row) const
{
    const Job *job = context().jobs.jobOfFolder(folderOf(row));
    return row.summary.isActive() || (job != nullptr && !isOver(job->state));
}

void RunsPanel::refuseToDelete(const RunRow &row)
{
    BandMessage message{.id = QStringLiteral("delete"),
                        .kind = BandKind::Warning,
                        .headline = tr("%1 was not deleted.").arg(nameOf(row)),
                        .text = tr("It is running: stop it before.")};
    if (canBeStopped(row))
        message.actions.push_back({stop_->text(), [this, row] {
                                       table_->selectRun(row.summary.folder);
                                       band()->remove(QStringLiteral("delete"));
                                       stopAndSave();
                                   }});
    band()->post(message);
}

void RunsPanel::moveToTrash(const RunRow &row)
{
    const QString folder = folderOf(row);
    if (isAtWork(row))
        return refuseToDelete(row);
    QFile file(folder);
    if (!hasTrash() || !file.moveToTrash()) {
        const QString reason = file.error() == QFile::NoError
                                   ? tr("There is no trash for its disk.")
                                   : file.errorString();
        return band()->post(
            {.id = QStringLiteral("delete"),
             .kind = BandKind::Error,
             .headline = tr("%1 was not deleted.").arg(nameOf(row)),
             .text = reason,
             .actions = {{openFolder_->text(), [folder] { openInSystem(folder); }}}});
    }
    band()->remove(QStringLiteral("delete"));
    band()->remove(QStringLiteral("signal.") + folder);
    context().toast(tr("%1 was moved to the trash.").arg(nameOf(row)));
    forget(row);
}

void RunsPanel::forget(const RunRow &row)
{
    if (row.summary.folder == baseline_)
        keepInProject(baselineKey, QString());
    model_->setTicked(row.summary.folder, false);
    QStringList folders = addedFolders_;
    folders.removeAll(folderOf(row));
    setAddedFolders(folders);
}

} // namespace helicase
