#include "widgets/runs/run_details.h"

#include "core/base/process.h"
#include "widgets/common/command_preview.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/section_header.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/runs/run_table_model.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

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

QStandardItem *numberItem(const QString &text)
{
    auto *item = new QStandardItem(text);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

} // namespace

RunDetails::RunDetails(const std::vector<QAction *> &actions, QWidget *parent) : QWidget(parent)
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
    auto *buttons = new QGridLayout;
    buttons->setContentsMargins(12, 0, 12, 6);
    for (size_t i = 0; i < actions.size(); ++i) {
        QPushButton *button = actionButton(actions[i], this);
        button->setObjectName(actions[i]->objectName() + QStringLiteral(".button"));
        buttons->addWidget(button, int(i / 2), int(i % 2));
    }
    layout->addLayout(buttons);
    body_ = new QWidget(this);
    auto *body = new QVBoxLayout(body_);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(0);
    facts_ = new FactList(this);
    body->addWidget(facts_);
    body->addWidget(horizontalLine(this));
    checkpointHeader_ = new SectionHeader(tr("Checkpoints"), this);
    body->addWidget(checkpointHeader_);
    checkpointTable_ = new QTableView(this);
    checkpointModel_ = new QStandardItemModel(0, 3, checkpointTable_);
    checkpointTable_->setModel(checkpointModel_);
    setUpTable(checkpointTable_, QStringLiteral("runs.checkpoints"), tr("Checkpoints of the run"));
    checkpointTable_->setSortingEnabled(false);
    checkpointTable_->horizontalHeader()->setStretchLastSection(true);
    checkpointTable_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    body->addWidget(checkpointTable_);
    body->addWidget(horizontalLine(this));
    command_ = new CommandPreview(QStringLiteral("runs.command"), this);
    command_->setContentsMargins(12, 6, 12, 0);
    body->addWidget(command_);
    layout->addWidget(body_);
    layout->addStretch();
    show(std::nullopt);
}

void RunDetails::show(const std::optional<RunRow> &row)
{
    body_->setVisible(row.has_value());
    stateIcon_->setVisible(row.has_value());
    stateWord_->setVisible(row.has_value());
    if (!row) {
        name_->setText(tr("No run selected"));
        return;
    }
    const RunSummary &run = row->summary;
    const StateLook look = lookOf(run.state);
    name_->setText(QString::fromStdString(run.name));
    stateIcon_->setPixmap(iconPixmap(look.icon, look.color, 16, devicePixelRatioF()));
    stateWord_->setText(look.word);
    stateWord_->setStyleSheet(QStringLiteral("color: %1").arg(look.color.name()));
    facts_->setFact(tr("Worker"), workerText(run));
    facts_->setFact(tr("Last event"), lastEventText(run));
    facts_->setFact(tr("Steps"), run.totalSteps > 0 ? countOf(run.step, run.totalSteps)
                                                    : groupedNumber(run.step));
    const double seconds = durationOf(run, double(QDateTime::currentMSecsSinceEpoch()) / 1000);
    facts_->setFact(tr("Step time"),
                    run.step > 0 && seconds > 0
                        ? tr("%1 s (mean)").arg(shortNumber(seconds / double(run.step), 2))
                        : QString());
    facts_->setFact(tr("Message"), run.state == RunState::Failed
                                       ? QString::fromStdString(run.message)
                                       : QString());
    showCheckpoints(row->checkpoints);
    command_->setText(QString::fromStdString(run.commandLine));
}

void RunDetails::showCheckpoints(const std::vector<CheckpointRow> &checkpoints)
{
    const auto count = qlonglong(checkpoints.size());
    checkpointHeader_->setSummary(count == 0 ? tr("none yet") : tr("%1 kept").arg(count));
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
             new QStandardItem(checkpoint.isBest ? tr("best") : QString())});
    checkpointTable_->setColumnWidth(0, 90);
    checkpointTable_->setColumnWidth(1, 112);
    const auto rows = std::clamp<int>(int(count), 1, shownCheckpointRows);
    checkpointTable_->setFixedHeight(
        checkpointTable_->horizontalHeader()->sizeHint().height() +
        rows * checkpointTable_->verticalHeader()->defaultSectionSize() + 4);
}

} // namespace helicase
