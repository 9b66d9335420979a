#include "widgets/train/run_results.h"

#include "widgets/common/empty_state.h"
#include "widgets/evaluate/classification_view.h"
#include "widgets/evaluate/prediction_loader.h"
#include "widgets/evaluate/regression_view.h"
#include "widgets/train/followed_run.h"

namespace helicase {

RunResults::RunResults(Theme &theme, QWidget *parent) : QStackedWidget(parent)
{
    setObjectName("train.results");
    setAccessibleName(tr("Results of the run"));
    empty_ = new EmptyState("train.results", "panel-evaluate", {}, {}, this);
    classes_ = new ClassificationView(theme, "train", ResultHead::Extent::Full, this);
    values_ = new RegressionView(theme, "train", ResultHead::Extent::Full, this);
    addWidget(empty_);
    addWidget(classes_);
    addWidget(values_);
    loader_ = new PredictionLoader(this);
    connect(loader_, &PredictionLoader::classesLoaded, this,
            [this](auto record) { showRecord(classes_, std::move(record)); });
    connect(loader_, &PredictionLoader::valuesLoaded, this,
            [this](auto record) { showRecord(values_, std::move(record)); });
    connect(loader_, &PredictionLoader::absent, this, [this] {
        showSentence(tr("No table of predictions"),
                     tr("The run belongs to a task that is measured in Evaluate. Its last values "
                        "stand among the curves."));
    });
    connect(loader_, &PredictionLoader::failed, this, [this](const QString &message) {
        showSentence(tr("The result cannot be read"), message);
        Q_EMIT failed(message);
    });
    tellState();
}

void RunResults::setRun(FollowedRun *run)
{
    run_ = run;
    isRead_ = false;
    tellState();
    refresh();
}

bool RunResults::isShowingResult() const
{
    return currentWidget() != empty_;
}

// A run that goes on after it had ended writes its result again.
void RunResults::refresh()
{
    if (!run_)
        return;
    if (run_->state() != RunState::Done) {
        isRead_ = false;
        return tellState();
    }
    if (isRead_)
        return;
    isRead_ = true;
    showSentence(tr("Reading the result"), run_->name());
    loader_->loadRun(run_->files().root());
}

template <typename View, typename Record>
void RunResults::showRecord(View *view, std::shared_ptr<const Record> record)
{
    view->setRecord(std::move(record));
    setCurrentWidget(view);
    Q_EMIT ready();
}

void RunResults::exportWithDialog()
{
    if (currentWidget() == classes_)
        classes_->exportWithDialog();
    else if (currentWidget() == values_)
        values_->exportWithDialog();
}

void RunResults::showSentence(const QString &title, const QString &sentence)
{
    empty_->setText(title, sentence);
    setCurrentWidget(empty_);
}

void RunResults::tellState()
{
    if (!run_)
        return showSentence(tr("No run"), tr("Start a run or add one."));
    switch (run_->state()) {
    case RunState::Failed:
        return showSentence(tr("No result"), tr("The run has failed before it was done."));
    case RunState::Stopped:
        return showSentence(tr("No result"),
                            tr("The run was stopped. It is measured when it has gone on to its "
                               "end."));
    case RunState::NoSignal:
        return showSentence(tr("No result"), tr("The worker has ended before the run was done."));
    default:
        return showSentence(tr("No result yet"),
                            tr("The best checkpoint is measured on the test split when the run is "
                               "done."));
    }
}

} // namespace helicase
