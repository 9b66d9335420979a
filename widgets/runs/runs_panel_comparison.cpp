// What is done with several runs: comparing and exporting them.
#include "core/base/error.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/panel_jobs.h"
#include "widgets/common/report_job.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/runs/run_comparison.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_panel.h"

#include <QFileDialog>
#include <QJsonValue>
#include <QMenu>

#include <algorithm>

namespace helicase {

void RunsPanel::addExportActions()
{
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
    export_ = addAction("runs.export", tr("Export table…"), "export",
                        tr("Save the table as TSV, CSV or LaTeX"), &RunsPanel::exportRuns);
    exportMetrics_ = addAction("runs.export.metrics", tr("Export metrics…"), "table",
                               tr("All metrics of the ticked runs, a row per run and step"),
                               &RunsPanel::exportMetricsAsTable);
    exportTensorboard_ = addAction("runs.export.tensorboard", tr("Export for TensorBoard…"),
                                   "curve", tr("Event files of the ticked runs, a folder per run"),
                                   &RunsPanel::exportTensorboard);
    report_ = addAction("runs.report", tr("Report"), "report",
                        tr("One page about the ticked runs: figures, curves, settings, inputs"),
                        &RunsPanel::reportAsPage);
    reportPdf_ = addAction("runs.report.pdf", tr("Report as PDF"), "report",
                           tr("The same page as a PDF file"), &RunsPanel::reportAsPdf);
}

QWidget *RunsPanel::exportButton()
{
    QToolButton *button = toolButton(export_, ButtonText::Beside);
    button->setText(tr("Export"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(button);
    menu->setObjectName(QStringLiteral("runs.export.menu"));
    menu->setToolTipsVisible(true);
    menu->addActions({export_, exportMetrics_, exportTensorboard_, report_, reportPdf_});
    button->setMenu(menu);
    return button;
}

void RunsPanel::setBaseline()
{
    const auto row = table_->selectedRun();
    if (!row)
        return;
    const bool wasBaseline = baseline_ == row->summary.folder;
    baseline_ = wasBaseline ? std::filesystem::path() : row->summary.folder;
    keepInProject(baselineKey, QString::fromStdString(baseline_.string()));
    model_->setBaseline(baseline_);
    if (!wasBaseline)
        model_->setTicked(baseline_, true);
    refreshComparison();
}

// The baseline stands first.
RunRows RunsPanel::comparedRuns() const
{
    RunRows runs = model_->ticked();
    std::ranges::stable_partition(
        runs, [this](const RunRow &row) { return row.summary.folder == baseline_; });
    return runs;
}

void RunsPanel::refreshTicks()
{
    const auto count = int(model_->ticked().size());
    compare_->setText(count > 1 ? tr("Compare %1").arg(count) : tr("Compare"));
    compare_->setEnabled(count > 1);
    refreshComparison();
    refreshSelection();
}

void RunsPanel::refreshComparison()
{
    const RunRows runs = comparedRuns();
    const bool isShown = compare_->isChecked() && runs.size() > 1;
    compare_->setChecked(isShown);
    comparison_->setVisible(isShown);
    if (!isShown && comparison_->runs().empty())
        return;
    const auto foldersOf = [](const RunRows &rows) {
        std::vector<std::filesystem::path> folders;
        for (const RunRow &row : rows)
            folders.push_back(row.summary.folder);
        return folders;
    };
    const auto before = foldersOf(comparison_->runs());
    comparison_->setRuns(isShown ? runs : RunRows());
    if (foldersOf(comparison_->runs()) != before)
        plotChosenMetric();
}

void RunsPanel::plotChosenMetric()
{
    std::vector<std::filesystem::path> folders;
    for (const RunRow &row : comparison_->runs())
        folders.push_back(row.summary.folder);
    scanner_.setPlotted(comparison_->metric(), folders);
}

void RunsPanel::exportRuns()
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export table"), projectFolder_ + QStringLiteral("/runs.tsv"),
        tr("Tab-separated (*.tsv);;Comma-separated (*.csv);;LaTeX (*.tex)"));
    if (file.isEmpty())
        return;
    const auto current = table_->selectedRun();
    try {
        table_->clearSelection(); // all rows are meant
        exportTable(table_, file);
        context().toast(tr("The table was saved as %1.").arg(file));
    } catch (const Error &error) {
        tellFailure(QStringLiteral("export"), tr("The table was not saved."), error);
    }
    if (current)
        table_->selectRun(current->summary.folder);
}

void RunsPanel::exportMetricsAsTable()
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export metrics"), projectFolder_ + QStringLiteral("/metrics.csv"),
        tr("Comma-separated (*.csv);;Tab-separated (*.tsv)"));
    if (!file.isEmpty())
        exportMetrics(file.endsWith(QStringLiteral(".tsv"), Qt::CaseInsensitive)
                          ? QStringLiteral("tsv")
                          : QStringLiteral("csv"),
                      file);
}

void RunsPanel::exportTensorboard()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Folder for the event files"), projectFolder_);
    if (!folder.isEmpty())
        exportMetrics(QStringLiteral("tensorboard"), folder);
}

RunRows RunsPanel::chosenRuns() const
{
    RunRows runs = comparedRuns();
    if (runs.empty())
        if (const auto row = table_->selectedRun())
            runs.push_back(*row);
    return runs;
}

void RunsPanel::reportAsPage()
{
    makeReport(QStringLiteral("html"));
}

void RunsPanel::reportAsPdf()
{
    makeReport(QStringLiteral("pdf"));
}

void RunsPanel::makeReport(const QString &suffix)
{
    const RunRows runs = chosenRuns();
    if (runs.empty())
        return;
    QStringList folders;
    for (const RunRow &row : runs)
        folders += QString::fromStdString(row.summary.folder.string());
    const QString name = runs.size() == 1 ? QString::fromStdString(runs.front().summary.name)
                                          : QStringLiteral("runs");
    startReport({.about = folders,
                 .file = QStringLiteral("%1/reports/%2.%3").arg(projectFolder_, name, suffix),
                 .title = tr("Report of %1").arg(name)},
                ownJobs(), context());
}

void RunsPanel::exportMetrics(const QString &format, const QString &output)
{
    QStringList words{QStringLiteral("runs"), QStringLiteral("export")};
    for (const RunRow &row : chosenRuns())
        words += QString::fromStdString(row.summary.folder.string());
    words << QStringLiteral("--output") << output << QStringLiteral("--format") << format;
    ownJobs().start(
        {.words = words, .folder = output, .title = tr("Export metrics"), .isLong = false},
        QStringLiteral("export"), [this, output](const Job &job) {
            if (job.state == JobState::Done)
                context().toast(tr("The metrics were saved as %1.").arg(output));
            else if (job.state == JobState::Failed)
                ownJobs().postFailure(job, QStringLiteral("export"),
                                      tr("The metrics were not saved."));
        });
}

} // namespace helicase
