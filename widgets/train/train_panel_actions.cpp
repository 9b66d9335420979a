// What can be done in the Train panel, and with a checkpoint in its plots.
#include "widgets/common/action_registry.h"
#include "widgets/common/format.h"
#include "widgets/train/run_controls.h"
#include "widgets/train/run_form.h"
#include "widgets/train/run_inspector.h"
#include "widgets/train/run_results.h"
#include "widgets/train/train_action.h"
#include "widgets/train/train_panel.h"
#include "widgets/train/training_view.h"

#include <QDockWidget>
#include <QMenu>

#include <algorithm>
#include <functional>

namespace helicase {

void TrainPanel::buildRunActions()
{
    ActionRegistry &actions = context().actions;
    start_ = addTrainAction(actions, this, "train.start", tr("Start run"), "play",
                            tr("Starts the run of the form at once, in a process of its own, "
                               "beside what runs already."),
                            [this] { startRun(); });
    queue_ = addTrainAction(actions, this, "train.queue", tr("Add to queue"), "queue",
                            tr("Starts the run of the form when what runs has ended. The "
                               "queue is kept as long as the window is open."),
                            [this] { queueRun(); });
    setStandardAction(StandardAction::Queue, queue_);
}

void TrainPanel::buildActions()
{
    ActionRegistry &actions = context().actions;
    const auto add = std::bind_front(addTrainAction, std::ref(actions), this);
    add("train.demoRecipe", tr("Use demo recipe"), "document",
        tr("Fills the form for a run of a minute."), [this] {
            form_->useDemoRecipe();
            leftDock()->raise();
        });
    add("train.attach", tr("Add run…"), "plus", tr("Follows another run folder."),
        [this] { askAndAttach(); });
    add("train.resetViews", tr("Reset plots"), "home", tr("Shows all of every curve."),
        [this] { view_->resetViews(); });
    add("train.showCurves", tr("Show curves"), "curve", tr("Shows the curves of the runs."),
        [this] { showPage(Page::Curves); });
    add("train.showResults", tr("Show results"), "report",
        tr("Shows what the run came to: scores, figures and its mistakes."),
        [this] { showPage(Page::Results); });
    add("train.export", tr("Export"), "export",
        tr("Writes the loss plot, or the figure of the result, as picture or table."), [this] {
            if (page() == Page::Results)
                results_->exportWithDialog();
            else
                view_->lossPlot()->exportWithDialog(shown_ ? shown_->name() : "loss");
        });
    add("train.exportAll", tr("Export all plots…"), "export",
        tr("Writes every plot of the page as picture or table."),
        [this] { exportFigures(view_, shown_ ? shown_->name() : id(), view_->figures()); });
    setStandardAction(StandardAction::Export, actions.find("train.export"));
    setStandardAction(StandardAction::ExportAll, actions.find("train.exportAll"));
    setStandardAction(StandardAction::Rewind, actions.find("train.rewind"));
    setStandardAction(StandardAction::StopAndSave, actions.find("train.stop"));
    setStandardAction(StandardAction::Pause, actions.find("train.pause"));
    setStandardAction(StandardAction::Checkpoint, actions.find("train.checkpoint"));
}

// Checkpoints that were not kept stay in the curves, but cannot be used any more.
void TrainPanel::offerCheckpoint(FollowedRun *run, qint64 step, const QPoint &globalPosition)
{
    const std::vector<CheckpointEntry> kept = listCheckpoints(run->files());
    const bool isKept = std::ranges::find(kept, step, &CheckpointEntry::step) != kept.end();
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("train.checkpoint.menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString number = groupedNumber(step);
    menu->addAction(isKept ? tr("Checkpoint %1 of %2").arg(number, run->name())
                           : tr("Checkpoint %1 of %2 is no longer kept").arg(number, run->name()))
        ->setEnabled(false);
    menu->addSeparator();
    const QString model = QString::fromStdString(run->files().checkpoint(step).string());
    menu->addAction(tr("Use model"), this,
                    [this, model] { context().openPanel(QStringLiteral("models"), model); })
        ->setEnabled(isKept);
    menu->addAction(tr("Rewind…"), this,
                    [this, run, step] {
                        showRun(run);
                        inspector_->controls()->askForRewind(step);
                    })
        ->setEnabled(isKept && run->isActive());
    menu->addAction(tr("Compare"), this, [this, folder = run->folder()] {
        context().openPanel(QStringLiteral("runs"), folder);
    });
    menu->popup(globalPosition);
}

} // namespace helicase
