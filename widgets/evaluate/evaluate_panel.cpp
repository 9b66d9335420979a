#include "widgets/evaluate/evaluate_panel.h"

#include "core/base/error.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/format.h"
#include "widgets/common/panel_jobs.h"
#include "widgets/common/report_job.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/evaluate/evaluate_inputs.h"
#include "widgets/evaluate/evaluate_inspector.h"
#include "widgets/evaluate/result_table.h"
#include "widgets/evaluate/result_view.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSignalBlocker>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

namespace helicase {

namespace {

QString pathText(const std::filesystem::path &path)
{
    return QString::fromStdString(path.string());
}

} // namespace

EvaluatePanel::EvaluatePanel(PanelContext &panelContext, QWidget *parent)
    : Panel(panelContext, QStringLiteral("evaluate"), tr("Evaluate"), parent),
      loader_(new EvaluationLoader(this))
{
    buildActions();
    buildToolBar();
    inputs_ = new EvaluateInputs(run_, addCandidate_);
    inspector_ = new EvaluateInspector;
    view_ = new ResultView(context().theme,
                           {.chooseColumns = columns_, .showBin = showBin_, .saveBins = saveBins_},
                           this);
    setLeft(inputs_, tr("Evaluation"), 290);
    setRight(inspector_, tr("Result"), 228);
    setCentre(view_);
    auto *empty = new EmptyState(id(), QStringLiteral("panel-evaluate"), tr("No result yet"),
                                 tr("Choose data and candidates, then run."), this);
    empty->addButton(run_);
    setEmptyState(empty);
    showEmptyState(true);
    connect(loader_, &EvaluationLoader::scanned, this, &EvaluatePanel::takeScan);
    connect(loader_, &EvaluationLoader::opened, this, &EvaluatePanel::takeResult);
    connect(loader_, &EvaluationLoader::failed, this, [this](const QString &message) {
        band()->post({.id = QStringLiteral("result"),
                      .kind = BandKind::Error,
                      .headline = tr("The result could not be read."),
                      .text = message});
    });
    connect(inputs_, &EvaluateInputs::taskChanged, this, [this] {
        listResults();
        openNewestOfTask();
    });
    connect(view_->results(), &ResultTable::shownMetricsChanged, this, [this] {
        const std::vector<ShownMetric> shown = view_->results()->shownMetrics();
        inspector_->showDefinitions(shown);
        columns_->setIconText(
            tr("%1 metrics").arg(countOf(qint64(shown.size()), qint64(shown_->metrics.size()))));
    });
    connect(view_, &ResultView::predictionsFailed, this, [this](const QString &message) {
        if (message.isEmpty())
            return band()->remove(QStringLiteral("predictions"));
        band()->post({.id = QStringLiteral("predictions"),
                      .kind = BandKind::Error,
                      .headline = tr("The predictions could not be read."),
                      .text = message});
    });
    connect(view_, &ResultView::contigsChosen, this,
            [this](const QString &ids) { context().openPanel(QStringLiteral("embeddings"), ids); });
}

void EvaluatePanel::buildActions()
{
    ActionRegistry &actions = context().actions;
    const auto add = [&](const char *name, const QString &text, const QString &iconName,
                         const QString &help, std::function<void()> function) {
        return actions.add({.objectName = QStringLiteral("evaluate.") + QLatin1String(name),
                            .text = text,
                            .panel = id(),
                            .icon = iconName,
                            .help = help,
                            .function = std::move(function)},
                           this);
    };
    run_ = add("run", tr("Run evaluation"), QStringLiteral("play"),
               tr("Measures the ticked candidates with the command line shown below."),
               [this] { runEvaluation(); });
    addCandidate_ =
        add("add", tr("Add model or embedding file…"), QStringLiteral("plus"),
            tr("Adds a candidate that is no run of this project."), [this] { askForCandidate(); });
    report_ = add("report", tr("Open report"), QStringLiteral("report"),
                  tr("Shows the report of this result in the browser."),
                  [this] { openInSystem(pathText(shown_->folder / "report.html")); });
    reportPdf_ =
        add("report.pdf", tr("Report as PDF"), QStringLiteral("report"),
            tr("Writes the report of this result as a PDF file and opens it."), [this] {
                startReport({.about = {pathText(shown_->folder)},
                             .file = pathText(shown_->folder / "report.pdf"),
                             .title = tr("Report of %1").arg(pathText(shown_->folder.filename()))},
                            ownJobs(), context());
            });
    copy_ = add("copy", tr("Copy table"), QStringLiteral("copy"),
                tr("Copies the summary as tab-separated text with a header."), [this] {
                    view_->results()->clearSelection();
                    copyTable(view_->results());
                    context().toast(tr("The table is in the clipboard."));
                });
    columns_ =
        add("columns", tr("Columns"), QStringLiteral("columns"),
            tr("Chooses the metrics that the table shows."), [this] { view_->openColumnMenu(); });
    showBin_ = add("showbin", tr("Show in Embeddings"), QStringLiteral("panel-embeddings"),
                   tr("Selects the contigs of the chosen bin in the clouds."),
                   [this] { view_->openChosenBin(); });
    saveBins_ = add("savebins", tr("Save bins…"), QStringLiteral("export"),
                    tr("Writes one FASTA file per bin and a CAMI file of the candidate whose bins "
                       "are shown."),
                    [this] { askWhereToSaveBins(); });
    export_ =
        add("export", tr("Export"), QStringLiteral("export"),
            tr("Saves the summary as TSV, CSV or LaTeX."), [this] { exportTableOfResults(); });
    refresh_ = add("refresh", tr("Look for results"), QStringLiteral("refresh"),
                   tr("Reads runs and results of the project again."), [this] {
                       if (!project_.isEmpty())
                           loader_->scan(project_);
                   });
    for (QAction *action : resultActions())
        action->setEnabled(false);
    setStandardAction(StandardAction::Export, export_);
    setStandardAction(StandardAction::CopyTable, copy_);
    setStandardAction(StandardAction::Reload, refresh_);
}

QList<QAction *> EvaluatePanel::resultActions() const
{
    return {report_, reportPdf_, copy_, columns_, showBin_, saveBins_, export_};
}

void EvaluatePanel::buildToolBar()
{
    choice_ = new QComboBox(this);
    choice_->setObjectName(QStringLiteral("evaluate.choice"));
    choice_->setAccessibleName(tr("Result"));
    choice_->setToolTip(tr("The result that is shown"));
    choice_->setMinimumWidth(220);
    choice_->setPlaceholderText(tr("No result"));
    choice_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(choice_, &QComboBox::activated, this,
            [this](int row) { openResult(choice_->itemData(row).toString().toStdString()); });
    toolBar()->addWidget(choice_);
    toolBar()->addWidget(toolButton(refresh_, ButtonText::Hidden, this));
    toolBar()->addAtEnd(toolButton(copy_, ButtonText::Hidden, this));
    toolBar()->addAtEnd(reportButton(report_, reportPdf_, this));
    toolBar()->addAtEnd(toolButton(export_, ButtonText::Beside, this));
}

void EvaluatePanel::showDemo(const QString &folder)
{
    if (folder != project_)
        hasShownResult_ = false;
    project_ = folder;
    inputs_->setProject(folder);
    loader_->scan(folder);
}

bool EvaluatePanel::contentReady() const
{
    return !loader_->isBusy() && shown_ != nullptr;
}

void EvaluatePanel::openArgument(const QString &argument)
{
    if (QFileInfo::exists(argument + QStringLiteral("/metrics.json")))
        openResult(argument.toStdString());
    else if (QFileInfo::exists(argument + QStringLiteral("/config.json")))
        inputs_->addCandidate(argument);
}

void EvaluatePanel::takeScan(const ProjectScan &scan)
{
    scan_ = scan;
    inputs_->setScan(scan);
    listResults();
    const bool isShownStillThere =
        shown_ && std::ranges::find(scan_.results, shown_->folder, &EvaluationEntry::folder) !=
                      scan_.results.end();
    const bool isAnotherComing = !wanted_.empty() && (!shown_ || shown_->folder != wanted_);
    if (!isShownStillThere && !isAnotherComing)
        openNewestOfTask();
}

void EvaluatePanel::listResults()
{
    const QSignalBlocker quiet(choice_);
    choice_->clear();
    for (const EvaluationEntry &entry : scan_.results)
        if (entry.task == inputs_->task())
            choice_->addItem(
                tr("Result: %1, %2")
                    .arg(pathText(entry.folder.filename()), momentText(entry.finished)),
                pathText(entry.folder));
    choice_->setEnabled(choice_->count() > 0);
    if (shown_)
        choice_->setCurrentIndex(std::max(0, choice_->findData(pathText(shown_->folder))));
}

// A project that has just been opened shows what it has: where the task has no result, the newest
// of another one.
void EvaluatePanel::openNewestOfTask()
{
    auto newest = std::ranges::find(scan_.results, inputs_->task(), &EvaluationEntry::task);
    if (newest == scan_.results.end() && !hasShownResult_)
        newest = scan_.results.begin();
    if (newest == scan_.results.end()) {
        showNothing();
        return;
    }
    openResult(newest->folder);
}

// The task has no result: none of another one stays beside the empty centre.
void EvaluatePanel::showNothing()
{
    shown_.reset();
    wanted_.clear();
    inspector_->hide();
    for (QAction *action : resultActions())
        action->setEnabled(false);
    setStatusText({});
    showEmptyState(true);
}

void EvaluatePanel::openResult(const std::filesystem::path &folder)
{
    if (shown_ && shown_->folder == folder && wanted_ == folder) {
        showEmptyState(false);
        return;
    }
    wanted_ = folder;
    loader_->open(folder);
}

void EvaluatePanel::takeResult(std::shared_ptr<const StoredEvaluation> evaluation)
{
    if (evaluation->folder != wanted_)
        return;
    shown_ = std::move(evaluation);
    band()->remove(QStringLiteral("result"));
    band()->remove(QStringLiteral("predictions"));
    if (inputs_->task() != shown_->task) {
        const QSignalBlocker quiet(inputs_); // this result is shown, not the task's newest
        inputs_->setTask(shown_->task);
    }
    view_->setEvaluation(shown_);
    inspector_->setEvaluation(*shown_);
    inspector_->show();
    report_->setEnabled(std::filesystem::exists(shown_->folder / "report.html"));
    hasShownResult_ = true;
    for (QAction *action : {copy_, columns_, export_})
        action->setEnabled(true);
    saveBins_->setEnabled(shown_->hasSavableBins());
    listResults();
    showEmptyState(false);
    setStatusText(tr("%1 of %2").arg(shown_->name(), momentText(shown_->finished)));
}

QString EvaluatePanel::runEvaluation()
{
    if (!inputs_->obstacle().isEmpty())
        return {};
    const QString folder = inputs_->outputFolder();
    return ownJobs().start(
        {.words = inputs_->words(), .folder = folder, .title = QFileInfo(folder).fileName()},
        QStringLiteral("run"), [this](const Job &job) { takeEnd(job); });
}

void EvaluatePanel::takeEnd(const Job &job)
{
    if (job.state != JobState::Done)
        return;
    const double seconds = static_cast<double>(job.started.msecsTo(job.finished)) / 1000;
    context().toast(tr("%1 done in %2.").arg(job.title, durationText(seconds)));
    wanted_ = job.folder.toStdString();
    loader_->scan(project_);
    loader_->open(wanted_);
}

void EvaluatePanel::askForCandidate()
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Embedding file, or config.json of a model"), project_,
        tr("Vectors or models (*.safetensors *.bin config.json);;All files (*)"));
    if (file.isEmpty())
        return;
    // A model is a folder; one of its files names it.
    const QFileInfo info(file);
    const bool isModel = info.fileName() == QStringLiteral("config.json") ||
                         info.fileName() == QStringLiteral("model.safetensors") ||
                         info.fileName() == QStringLiteral("pytorch_model.bin");
    inputs_->addCandidate(isModel ? info.absolutePath() : file);
}

void EvaluatePanel::askWhereToSaveBins()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Folder for the bins"), project_);
    if (folder.isEmpty())
        return;
    const QString evaluated = pathText(shown_->sequences);
    QString sequences;
    if (!QFileInfo::exists(evaluated)) {
        sequences = QFileDialog::getOpenFileName(
            this, tr("%1 is not where it was. Its sequences").arg(QFileInfo(evaluated).fileName()),
            project_,
            tr("Sequences (*.fa *.fasta *.fna *.fa.gz *.fasta.gz *.fna.gz);;All files (*)"));
        if (sequences.isEmpty())
            return;
    }
    saveBins(folder, sequences);
}

QString EvaluatePanel::saveBins(const QString &folder, const QString &sequences)
{
    const QString candidate = QString::fromStdString(view_->candidate());
    QStringList words = {QStringLiteral("data"), QStringLiteral("bins"), pathText(shown_->folder),
                         QStringLiteral("--candidate"), candidate};
    if (!sequences.isEmpty())
        words << QStringLiteral("--data") << sequences;
    words << QStringLiteral("-o") << folder;
    const QString messageId = QStringLiteral("bins");
    return ownJobs().start({.words = words,
                            .folder = folder,
                            .title = tr("Bins of %1").arg(candidate),
                            .isLong = false},
                           messageId, [this, messageId, folder, candidate](const Job &job) {
                               if (job.state == JobState::Failed)
                                   postFailure(job, messageId, tr("The bins were not saved."));
                               if (job.state == JobState::Done)
                                   tellWhereBinsAre(folder, candidate);
                           });
}

void EvaluatePanel::tellWhereBinsAre(const QString &folder, const QString &candidate)
{
    const QString place = QDir(folder).filePath(candidate);
    band()->post({.id = QStringLiteral("bins"),
                  .kind = BandKind::Info,
                  .headline = tr("The bins of %1 are saved.").arg(candidate),
                  .text = tr("FASTA files in %1, CAMI file %1.binning").arg(place),
                  .actions = {{tr("Open folder"), [folder] { openInSystem(folder); }}}});
}

void EvaluatePanel::exportTableOfResults()
{
    const QString file = QFileDialog::getSaveFileName(this, tr("Export the summary"),
                                                      project_ + QStringLiteral("/summary.tsv"),
                                                      tr("Table (*.tsv *.csv *.tex)"));
    if (file.isEmpty())
        return;
    try {
        view_->results()->clearSelection();
        exportTable(view_->results(), file);
        context().toast(tr("%1 saved.").arg(QFileInfo(file).fileName()));
    } catch (const Error &error) {
        band()->post({.id = QStringLiteral("write"),
                      .kind = BandKind::Error,
                      .headline = tr("The table was not saved."),
                      .text = QString::fromStdString(error.line())});
    }
}

} // namespace helicase
