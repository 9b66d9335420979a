#include "widgets/runs/runs_panel.h"

#include "widgets/common/action_registry.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/journal.h"
#include "widgets/common/project.h"
#include "widgets/common/shown_names.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/runs/run_comparison.h"
#include "widgets/runs/run_details.h"
#include "widgets/runs/run_filter.h"
#include "widgets/runs/run_table.h"
#include "widgets/runs/run_table_model.h"

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QLineEdit>
#include <QSplitter>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace helicase {

namespace {

const QString panelId = QStringLiteral("runs");

} // namespace

RunsPanel::RunsPanel(PanelContext &context, QWidget *parent)
    : Panel(context, panelId, tr("Runs"), parent), projectFolder_(context.project.folder())
{
    addActions();
    model_ = new RunTableModel(this);
    filter_ = new RunFilter(model_, this);
    setCentre(makeCentre());
    details_ = new RunDetails({attach_, stop_, openFolder_, openLog_}, {rewind_, useModel_}, this);
    connect(details_, &RunDetails::noteWritten, this, &RunsPanel::giveNote);
    setRight(details_, tr("Run"), 268);
    addToolBarContent();
    auto *empty =
        new EmptyState(panelId, QStringLiteral("panel-runs"), tr("No runs in this project"),
                       tr("Start one in Train or add a folder with runs."), this);
    empty->addButton(tr("Go to Train"), QStringLiteral("runs.empty.train"),
                     [this] { this->context().openPanel(QStringLiteral("train"), {}); });
    empty->addButton(addFolder_);
    setEmptyState(empty);
    showEmptyState(true);
    connect(&scanner_, &RunScanner::scanned, this, &RunsPanel::takeRows);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RunsPanel::refreshSelection);
    connect(table_, &QTableView::activated, this, &RunsPanel::attach);
    connect(table_, &RunTable::stepsWanted, &scanner_, &RunScanner::setSteps);
    connect(model_, &RunTableModel::nameGiven, this, &RunsPanel::giveName);
    connect(model_, &RunTableModel::ticksChanged, this, &RunsPanel::refreshTicks);
    connect(&scanner_, &RunScanner::curvesRead, comparison_, &RunComparison::setCurves);
    connect(comparison_, &RunComparison::metricChosen, this, &RunsPanel::plotChosenMetric);
    connect(search_, &QLineEdit::textChanged, filter_, &RunFilter::setText);
    connect(tasks_, &QComboBox::currentIndexChanged, this,
            [this] { filter_->setTask(tasks_->currentData().toString()); });
    connect(states_, &QComboBox::currentIndexChanged, this, [this] {
        filter_->setState(states_->currentIndex() <= 0 ? QString() : states_->currentText());
    });
    connect(&context.project, &Project::opened, this, &RunsPanel::refreshFolders);
    connect(&context.project, &Project::closed, this, &RunsPanel::refreshFolders);
    connect(&context.theme, &Theme::changed, this,
            [this] { model_->setRows(RunRows(model_->rows())); });
    scanner_.setSteps(stepsOf(model_->addedColumns()));
    refreshFolders();
    refreshSelection();
    refreshTicks();
}

QWidget *RunsPanel::makeCentre()
{
    table_ = new RunTable(model_, filter_, this);
    comparison_ = new RunComparison(context().theme, this);
    comparison_->hide();
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(QStringLiteral("runs.splitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(table_);
    splitter->addWidget(comparison_);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    return splitter;
}

void RunsPanel::addToolBarContent()
{
    const auto addCombo = [this](const QString &name, const QString &label, const QString &first) {
        auto *combo = new QComboBox(this);
        combo->setObjectName(name);
        combo->setAccessibleName(label);
        combo->addItem(first);
        combo->setMinimumWidth(110);
        return combo;
    };
    search_ = new QLineEdit(this);
    search_->setObjectName(QStringLiteral("runs.filter"));
    search_->setAccessibleName(tr("Filter runs by name"));
    search_->setPlaceholderText(tr("Filter runs"));
    search_->setClearButtonEnabled(true);
    search_->setMaximumWidth(210);
    search_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    tasks_ = addCombo(QStringLiteral("runs.tasks"), tr("Task"), tr("All tasks"));
    states_ = addCombo(QStringLiteral("runs.states"), tr("State"), tr("All states"));
    for (const RunState state : {RunState::Running, RunState::Paused, RunState::Done,
                                 RunState::Stopped, RunState::Failed, RunState::NoSignal})
        states_->addItem(lookOf(state).word);
    toolBar()->addWidget(toolButton(addFolder_, ButtonText::WhileRoom));
    toolBar()->addSeparator();
    toolBar()->addWidget(search_);
    toolBar()->addWidget(tasks_);
    toolBar()->addWidget(states_);
    toolBar()->addSeparator();
    toolBar()->addWidget(toolButton(compare_, ButtonText::Beside));
    toolBar()->addWidget(toolButton(setBaseline_, ButtonText::WhileRoom));
    toolBar()->addWidget(toolButton(resume_, ButtonText::WhileRoom));
    auto *columns = new QToolButton(this);
    columns->setObjectName(QStringLiteral("runs.columns"));
    columns->setText(tr("Columns"));
    columns->setAccessibleName(tr("Columns"));
    columns->setToolTip(tr("Choose columns; metrics and settings can be added"));
    columns->setIcon(icon(QStringLiteral("columns")));
    columns->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    columns->setAutoRaise(true);
    columns->setPopupMode(QToolButton::InstantPopup);
    columns->setMenu(table_->columnMenu());
    toolBar()->addAtEnd(columns);
    toolBar()->addAtEnd(toolButton(delete_, ButtonText::WhileRoom));
    toolBar()->addAtEnd(toolButton(copy_, ButtonText::Hidden));
    toolBar()->addAtEnd(exportButton());
}

void RunsPanel::showDemo(const QString &folder)
{
    if (folder == projectFolder_ && hasScanned_)
        return;
    projectFolder_ = folder;
    refreshFolders();
}

void RunsPanel::openArgument(const QString &argument)
{
    const QString folder = QDir::cleanPath(argument);
    wantedFolder_ = folder;
    if (model_->rowOfFolder(folder.toStdString()) < 0 && !addedFolders_.contains(folder)) {
        addedFolders_ += folder;
        refreshFolders();
    }
    table_->selectRun(folder.toStdString());
}

void RunsPanel::takeRows(const RunRows &rows, const QMap<QString, QString> &mistakes)
{
    const auto current = table_->selectedRun();
    hasScanned_ = true;
    model_->setRows(rows);
    showEmptyState(rows.empty());
    refreshFilters();
    if (!wantedFolder_.isEmpty() && model_->rowOfFolder(wantedFolder_.toStdString()) >= 0)
        table_->selectRun(std::exchange(wantedFolder_, QString()).toStdString());
    else if (current)
        table_->selectRun(current->summary.folder);
    else
        table_->selectFirstRun();
    refreshSelection();
    refreshComparison();
    refreshBands();
    refreshMistakes(mistakes);
    refreshMissing();
    refreshStatus();
}

void RunsPanel::refreshFilters()
{
    QStringList tasks;
    for (const RunRow &row : model_->rows())
        tasks += QString::fromStdString(row.summary.task);
    tasks.removeDuplicates();
    std::ranges::sort(tasks, {}, taskTitle);
    for (const QString &task : tasks)
        if (!task.isEmpty() && tasks_->findData(task) < 0)
            tasks_->addItem(taskTitle(task), task);
}

void RunsPanel::refreshSelection()
{
    const auto row = table_->selectedRun();
    details_->show(row);
    const bool isThere = row && !row->isMissing;
    attach_->setEnabled(isThere);
    openFolder_->setEnabled(isThere);
    openLog_->setEnabled(isThere);
    stop_->setEnabled(row && canBeStopped(*row));
    resume_->setEnabled(row && canBeResumed(*row));
    rewind_->setEnabled(row && canBeRewound(*row));
    useModel_->setEnabled(isThere && !row->checkpoints.empty());
    setBaseline_->setEnabled(isThere);
    rename_->setEnabled(isThere);
    locate_->setEnabled(row && row->isMissing);
    delete_->setEnabled(row.has_value());
    const bool isAnything = isThere || !model_->ticked().empty();
    exportMetrics_->setEnabled(isAnything);
    exportTensorboard_->setEnabled(isAnything);
}

// A run whose worker vanished is told once, with the way on.
void RunsPanel::refreshBands()
{
    for (const RunRow &row : model_->rows()) {
        const RunSummary &run = row.summary;
        const QString id = QStringLiteral("signal.") + QString::fromStdString(run.folder.string());
        if (run.state != RunState::NoSignal || row.isMissing) {
            band()->remove(id);
            continue;
        }
        if (std::ranges::find(band()->messages(), id, &BandMessage::id) !=
                band()->messages().end() ||
            property(id.toUtf8()).toBool())
            continue;
        setProperty(id.toUtf8(), true);
        BandMessage message{
            .id = id,
            .kind = BandKind::Warning,
            .headline = tr("%1 sends no events since %2.")
                            .arg(QString::fromStdString(run.name), momentText(run.lastEvent))};
        message.text = tr("Its worker has ended.");
        if (!row.checkpoints.empty()) {
            const QString step = groupedNumber(row.checkpoints.front().step);
            message.text += tr(" Its newest checkpoint is step %1.").arg(step);
            message.actions.push_back(
                {tr("Resume from %1").arg(step), [this, row] { resumeRun(row); }});
        }
        message.actions.push_back(
            {tr("Open log"), [run] {
                 openInSystem(QString::fromStdString(RunFolder(run.folder).log().string()));
             }});
        band()->post(message);
    }
}

// A message that was closed stays so until the reason changes.
void RunsPanel::refreshMistakes(const QMap<QString, QString> &mistakes)
{
    for (auto known = mistakes_.begin(); known != mistakes_.end(); ++known)
        if (!mistakes.contains(known.key()))
            band()->remove(QStringLiteral("mistake.") + known.key());
    for (auto mistake = mistakes.begin(); mistake != mistakes.end(); ++mistake)
        if (mistakes_.value(mistake.key()) != mistake.value())
            band()->post(
                {.id = QStringLiteral("mistake.") + mistake.key(),
                 .kind = BandKind::Error,
                 .headline = tr("%1 cannot be read.").arg(QFileInfo(mistake.key()).fileName()),
                 .text = mistake.value()});
    mistakes_ = mistakes;
}

void RunsPanel::refreshStatus()
{
    const auto running = std::ranges::count_if(
        model_->rows(), [](const RunRow &row) { return row.summary.state == RunState::Running; });
    setStatusText(tr("%1 runs, %2 running").arg(model_->rows().size()).arg(running));
}

} // namespace helicase
