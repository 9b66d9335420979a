#include "widgets/runs/run_details.h"

#include "core/base/process.h"
#include "widgets/common/command_preview.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/section_header.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/runs/note_edit.h"
#include "widgets/runs/run_table_model.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace helicase {

namespace {

constexpr int shownCheckpointRows = 6;

QString workerText(const RunSummary &run)
{
    if (run.processId <= 0)
        return {};
    return processIsAlive(run.processId) ? RunDetails::tr("process %1, alive").arg(run.processId)
                                         : RunDetails::tr("process %1, ended").arg(run.processId);
}

QString lastEventText(const RunSummary &run)
{
    if (run.lastEvent <= 0)
        return RunDetails::tr("none");
    const double age = double(QDateTime::currentMSecsSinceEpoch()) / 1000 - run.lastEvent;
    return age < 3600 ? agoText(age) : momentText(run.lastEvent);
}

QString messageOf(const RunRow &row)
{
    if (row.isMissing)
        return RunDetails::tr("Folder not found. It was at %1.")
            .arg(QString::fromStdString(row.summary.folder.string()));
    return row.summary.state == RunState::Failed ? QString::fromStdString(row.summary.message)
                                                 : QString();
}

QStandardItem *numberItem(const QString &text)
{
    auto *item = new QStandardItem(text);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

} // namespace

RunDetails::RunDetails(const std::vector<QAction *> &runActions,
                       const std::vector<QAction *> &checkpointActions, QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 8);
    layout->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 0, 12, 2);
    name_ = new QLabel(tr("No run selected"), this);
    setRole(name_, "strong");
    stateIcon_ = new QLabel(this);
    stateWord_ = new QLabel(this);
    head->addWidget(name_, 1);
    head->addWidget(stateIcon_);
    head->addWidget(stateWord_);
    layout->addLayout(head);
    layout->addWidget(makeButtons(runActions));
    body_ = new QWidget(this);
    auto *body = new QVBoxLayout(body_);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(0);
    facts_ = new FactList(this);
    body->addWidget(facts_);
    body->addWidget(horizontalLine(this));
    checkpointHeader_ = new SectionHeader(tr("Checkpoints"), this);
    body->addWidget(checkpointHeader_);
    checkpointTable_ = makeCheckpointTable();
    body->addWidget(checkpointTable_);
    body->addWidget(makeButtons(checkpointActions));
    body->addWidget(horizontalLine(this));
    command_ = new CommandPreview(QStringLiteral("runs.command"), this);
    command_->setContentsMargins(12, 6, 12, 0);
    body->addWidget(command_);
    body->addWidget(horizontalLine(this));
    inputHeader_ = new SectionHeader(tr("Inputs"), this);
    body->addWidget(inputHeader_);
    inputs_ = new FactList(this);
    inputs_->setObjectName(QStringLiteral("runs.inputs"));
    body->addWidget(inputs_);
    body->addWidget(horizontalLine(this));
    body->addWidget(new SectionHeader(tr("Note"), this));
    note_ = new NoteEdit(this);
    auto *noteBox = new QHBoxLayout;
    noteBox->setContentsMargins(12, 0, 12, 8);
    noteBox->addWidget(note_);
    body->addLayout(noteBox);
    layout->addWidget(body_);
    layout->addStretch();
    connect(note_, &NoteEdit::written, this, &RunDetails::noteWritten);
    connect(&verifier_, &RunVerifier::checked, this, &RunDetails::takeVerification);
    show(std::nullopt);
}

QWidget *RunDetails::makeButtons(const std::vector<QAction *> &actions)
{
    auto *box = new QWidget(this);
    auto *buttons = new QGridLayout(box);
    buttons->setContentsMargins(12, 4, 12, 6);
    for (size_t i = 0; i < actions.size(); ++i) {
        QPushButton *button = actionButton(actions[i], this);
        button->setObjectName(actions[i]->objectName() + QStringLiteral(".button"));
        buttons->addWidget(button, int(i / 2), int(i % 2));
    }
    return box;
}

QTableView *RunDetails::makeCheckpointTable()
{
    auto *table = new QTableView(this);
    checkpointModel_ = new QStandardItemModel(0, 3, table);
    table->setModel(checkpointModel_);
    setUpTable(table, QStringLiteral("runs.checkpoints"), tr("Checkpoints of the run"));
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setSortingEnabled(false);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return table;
}

void RunDetails::show(const std::optional<RunRow> &row)
{
    body_->setVisible(row.has_value());
    stateIcon_->setVisible(row.has_value());
    stateWord_->setVisible(row.has_value());
    note_->setReadOnly(!row || row->isMissing);
    if (!row) {
        note_->show({}, {});
        folder_.clear();
        name_->setText(tr("No run selected"));
        return;
    }
    verify(*row);
    const RunSummary &run = row->summary;
    const StateLook look = lookOf(*row);
    const bool isRenamed = run.name != RunFolder(run.folder).name();
    name_->setText(QString::fromStdString(run.name));
    stateIcon_->setPixmap(iconPixmap(look.icon, look.color, 16, devicePixelRatioF()));
    stateWord_->setText(look.word);
    stateWord_->setStyleSheet(QStringLiteral("color: %1").arg(look.color.name()));
    facts_->setFact(tr("Worker"), workerText(run));
    facts_->setFact(tr("Last event"), row->isMissing ? QString() : lastEventText(run));
    facts_->setFact(tr("Steps"), row->isMissing       ? QString()
                                 : run.totalSteps > 0 ? countOf(run.step, run.totalSteps)
                                                      : groupedNumber(run.step));
    const double seconds = run.duration(double(QDateTime::currentMSecsSinceEpoch()) / 1000);
    facts_->setFact(tr("Step time"),
                    run.step > 0 && seconds > 0
                        ? tr("%1 s (mean)").arg(shortNumber(seconds / double(run.step), 2))
                        : QString());
    facts_->setFact(tr("Folder"),
                    isRenamed ? QString::fromStdString(RunFolder(run.folder).name()) : QString());
    facts_->setFact(tr("Message"), messageOf(*row));
    note_->show(run.folder, QString::fromStdString(run.note));
    showCheckpoints(row->checkpoints);
    command_->setText(QString::fromStdString(run.commandLine));
}

void RunDetails::showCheckpoints(const std::vector<CheckpointRow> &checkpoints)
{
    const auto count = qlonglong(checkpoints.size());
    const auto incomplete = qlonglong(verification_.incomplete.size());
    QString summary = count == 0 ? tr("none yet") : tr("%1 kept").arg(count);
    if (incomplete > 0)
        summary += tr(", %1 incomplete").arg(incomplete);
    checkpointHeader_->setSummary(summary);
    checkpointTable_->setVisible(count > 0);
    if (checkpoints == shownCheckpoints_ && checkpointModel_->rowCount() == int(count))
        return;
    shownCheckpoints_ = checkpoints;
    checkpointModel_->clear();
    checkpointModel_->setHorizontalHeaderLabels(
        {tr("Checkpoint"), tr("Validation loss"), QString()});
    for (const CheckpointRow &checkpoint : checkpoints)
        checkpointModel_->appendRow(
            {numberItem(groupedNumber(checkpoint.step)),
             numberItem(checkpoint.validationLoss ? fixedNumber(*checkpoint.validationLoss, 3)
                                                  : QString()),
             new QStandardItem(verdictOn(checkpoint))});
    checkpointTable_->setColumnWidth(0, 90);
    checkpointTable_->setColumnWidth(1, 112);
    const auto rows = std::clamp<int>(int(count), 1, shownCheckpointRows);
    checkpointTable_->setFixedHeight(
        checkpointTable_->horizontalHeader()->sizeHint().height() +
        rows * checkpointTable_->verticalHeader()->defaultSectionSize() + 4);
}

QString RunDetails::verdictOn(const CheckpointRow &checkpoint) const
{
    const auto found = verification_.checkpoints.find(checkpoint.step);
    if (found != verification_.checkpoints.end() && !found->second)
        return tr("broken");
    return checkpoint.isBest ? tr("best") : QString();
}

std::optional<int64_t> RunDetails::chosenCheckpoint() const
{
    const auto row = size_t(checkpointTable_->currentIndex().row());
    return checkpointTable_->currentIndex().isValid() && row < shownCheckpoints_.size()
               ? std::optional(shownCheckpoints_[row].step)
               : std::nullopt;
}

// Another run, or one with other checkpoints than before.
void RunDetails::verify(const RunRow &row)
{
    const bool isSameRun = folder_ == row.summary.folder;
    if (isSameRun && row.checkpoints == shownCheckpoints_)
        return;
    folder_ = row.summary.folder;
    if (!isSameRun) {
        verification_ = {};
        showInputs();
    }
    verifier_.check(folder_);
}

void RunDetails::takeVerification(const RunVerification &result)
{
    if (result.folder != folder_ || (!result.isComplete && verification_.isComplete))
        return;
    verification_ = result;
    showInputs();
    // The same rows with their verdicts.
    const std::vector<CheckpointRow> rows = std::exchange(shownCheckpoints_, {});
    showCheckpoints(rows);
}

void RunDetails::showInputs()
{
    std::vector<std::filesystem::path> paths;
    for (const RecordedInput &input : verification_.inputs)
        paths.push_back(input.path);
    const std::vector<std::string> names = distinctNames(paths);
    inputs_->clear();
    int same = 0;
    for (size_t i = 0; i < names.size(); ++i) {
        QString verdict = tr("checking…");
        if (i < verification_.inputStates.size()) {
            const InputState state = verification_.inputStates[i];
            same += state == InputState::Same ? 1 : 0;
            verdict = state == InputState::Same      ? tr("same")
                      : state == InputState::Changed ? tr("changed")
                                                     : tr("missing");
        }
        inputs_->setFact(QString::fromStdString(names[i]), verdict);
    }
    inputHeader_->setSummary(names.empty()
                                 ? tr("none recorded")
                                 : tr("%1 of %2 files the same").arg(same).arg(names.size()));
}

} // namespace helicase
