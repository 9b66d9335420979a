#include "widgets/train/run_controls.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/run/control.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/widgets.h"
#include "widgets/train/followed_run.h"
#include "widgets/train/rewind_dialog.h"
#include "widgets/train/train_action.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>
#include <functional>

namespace helicase {

RunControls::RunControls(ActionRegistry &actions, QWidget *owner, QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 0, 10, 10);
    layout->setSpacing(8);
    buildButtons(layout, actions, owner);
    buildRate(layout);
    waiting_ = mutedLabel({}, this);
    waiting_->setObjectName("train.pending");
    waiting_->setWordWrap(true);
    layout->addWidget(waiting_);
    setRun(nullptr);
}

void RunControls::buildButtons(QVBoxLayout *layout, ActionRegistry &actions, QWidget *owner)
{
    const auto add = std::bind_front(addTrainAction, std::ref(actions), owner);
    pause_ = add("train.pause", tr("Pause"), "pause", tr("Holds the run after the current step."),
                 [this] { pauseOrResume(); });
    checkpoint_ = add("train.checkpoint", tr("Checkpoint"), "flag", tr("Saves the state now."),
                      [this] { requestCheckpoint(); });
    stop_ = add("train.stop", tr("Stop and save"), "stop", tr("Saves the state and ends the run."),
                [this] { requestStop(); });
    rewind_ = add("train.rewind", tr("Rewind…"), "rewind",
                  tr("Takes the run back to one of its checkpoints."), [this] { askForRewind(); });
    auto *buttons = new QGridLayout;
    buttons->setSpacing(6);
    buttons->addWidget(actionButton(pause_, this), 0, 0);
    buttons->addWidget(actionButton(checkpoint_, this), 0, 1);
    buttons->addWidget(actionButton(stop_, this), 1, 0);
    buttons->addWidget(actionButton(rewind_, this), 1, 1);
    layout->addLayout(buttons);
}

void RunControls::buildRate(QVBoxLayout *layout)
{
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(mutedLabel(tr("Learning rate"), this));
    rate_ = new QLineEdit(this);
    rate_->setObjectName("train.learningRate");
    rate_->setAccessibleName(tr("New highest learning rate"));
    rate_->setToolTip(tr("The highest rate of the schedule, which goes on from there."));
    line->addWidget(rate_, 1);
    apply_ = new QPushButton(tr("Apply"), this);
    apply_->setObjectName("train.learningRate.apply");
    apply_->setAccessibleName(tr("Apply the learning rate"));
    line->addWidget(apply_);
    layout->addLayout(line);
    connect(apply_, &QPushButton::clicked, this, &RunControls::applyLearningRate);
    connect(rate_, &QLineEdit::returnPressed, this, &RunControls::applyLearningRate);
}

void RunControls::setRun(FollowedRun *run)
{
    run_ = run;
    isStopping_ = false;
    pending_.clear();
    rate_->clear();
    refresh();
}

void RunControls::refresh()
{
    const bool isActive = run_ && run_->isActive();
    if (!isActive)
        isStopping_ = false;
    for (QAction *action : {pause_, checkpoint_, stop_, rewind_})
        action->setEnabled(isActive && !isStopping_);
    rate_->setEnabled(isActive);
    apply_->setEnabled(isActive);
    const bool isPaused = run_ && run_->state() == RunState::Paused;
    pause_->setText(isPaused ? tr("Resume") : tr("Pause"));
    pause_->setIcon(icon(isPaused ? "play" : "pause"));
    const auto rate = run_ ? run_->history().latest(metric::learningRate) : std::nullopt;
    rate_->setPlaceholderText(rate ? shortNumber(*rate) : QString());
    refreshPending();
}

void RunControls::refreshPending()
{
    std::erase_if(pending_, [this](const Pending &pending) {
        return !run_ || !run_->isActive() ||
               run_->history().answers(pending.request) > pending.answersBefore;
    });
    QStringList texts;
    for (const Pending &pending : pending_)
        texts << pending.text;
    waiting_->setText(tr("Asked the worker: %1").arg(texts.join(QStringLiteral(", "))));
    waiting_->setVisible(!pending_.empty());
}

void RunControls::pauseOrResume()
{
    if (run_ && run_->state() == RunState::Paused)
        resume();
    else
        send({.request = "pause"}, tr("pause"));
}

void RunControls::resume()
{
    send({.request = "resume"}, tr("resume"));
}

void RunControls::requestCheckpoint()
{
    send({.request = "checkpoint"}, tr("checkpoint"));
}

void RunControls::requestStop()
{
    if (!run_ || !run_->isActive())
        return;
    isStopping_ = true;
    send({.request = "stop"}, tr("stop and save"));
    refresh();
    Q_EMIT stopRequested();
}

void RunControls::requestFolder(const QString &folder)
{
    send({.request = "checkpoint_folder", .folder = folder.toStdString()},
         tr("checkpoints in %1").arg(folder));
}

void RunControls::askForRewind(std::optional<int64_t> step)
{
    if (!run_ || !run_->isActive())
        return;
    auto *dialog = new RewindDialog(*run_, step, window());
    // The run may have been taken from the plots, or another one be shown, before the answer.
    connect(run_, &QObject::destroyed, dialog, &QDialog::reject);
    connect(dialog, &QDialog::accepted, this, [this, dialog, asked = run_] {
        if (run_ != asked || !dialog->chosenStep())
            return;
        const int64_t target = *dialog->chosenStep();
        const int64_t skip = dialog->skippedBatches();
        send({.request = "rewind",
              .step = target,
              .skip = skip > 0 ? std::optional(skip) : std::nullopt},
             tr("rewind to step %1").arg(groupedNumber(target)));
    });
    dialog->open();
}

void RunControls::applyLearningRate()
{
    const auto rate = parseReal(rate_->text().trimmed().toStdString());
    const bool isMistake = !rate || *rate < 0 || !std::isfinite(*rate);
    rate_->setProperty("mistake", isMistake);
    rate_->setToolTip(isMistake
                          ? tr("A number of at least 0, such as 1e-4, is needed.")
                          : tr("The highest rate of the schedule, which goes on from there."));
    setRole(rate_, "");
    if (!isMistake)
        send({.request = "set_lr", .learningRate = *rate},
             tr("learning rate %1").arg(shortNumber(*rate)));
}

// The worker looks once per step.
void RunControls::send(const ControlRequest &request, const QString &text)
{
    if (!run_)
        return;
    try {
        appendControlRequest(run_->files().control(), request);
        pending_.push_back({request.request, text, run_->history().answers(request.request)});
        refreshPending();
    } catch (const Error &error) {
        isStopping_ = false;
        Q_EMIT requestFailed(QString::fromStdString(error.line()));
    }
}

} // namespace helicase
