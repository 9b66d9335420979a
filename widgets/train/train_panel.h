// Train: configure, start and watch one run beside others. Runs are child processes; this panel
// only follows their folders and asks them through their control files. GUI thread only.
#pragma once

#include "widgets/common/panel.h"
#include "widgets/train/followed_run.h"

#include <QSet>
#include <QTimer>

class QLabel;
class QSlider;
class QStackedWidget;
class QToolButton;

namespace helicase {

class RunForm;
class RunInspector;
class RunQueue;
class RunResults;
class TrainingView;
struct RunDraft;

class TrainPanel final : public Panel {
    Q_OBJECT
public:
    explicit TrainPanel(PanelContext &context, QWidget *parent = nullptr);

    QAction *primaryAction() override { return start_; }
    // Follows the newest runs of the project as they appear; shows one that goes on first.
    void showDemo(const QString &folder) override;
    bool contentReady() const override;
    // A run folder, which is attached; or a RunDraft, which fills the form.
    void openArgument(const QString &argument) override;

    // Follows a run folder beside those already followed, and shows it at the right.
    void attach(const QString &runFolder);
    FollowedRun *shownRun() const { return shown_; }
    const std::vector<FollowedRun *> &runs() const { return runs_; }
    RunForm *form() const { return form_; }
    TrainingView *view() const { return view_; }
    RunResults *results() const { return results_; }
    // What the middle shows of the run.
    enum class Page { Curves, Results };
    void showPage(Page page);
    Page page() const;

private:
    void buildActions();
    QWidget *buildRight();
    void buildCentre();
    void buildToolBar();
    void addPageButtons();
    void addAxisButtons();
    void addSmoothing();
    QWidget *segmentBox();
    void buildEmptyState();
    void takeDraft(const RunDraft &draft);
    void buildRunActions();
    void startRun();
    void queueRun();
    bool tellMistakes();
    JobRequest requestOfForm() const;
    void jobChanged(const QString &id);
    void resumeRun(FollowedRun &run);
    void showRun(FollowedRun *run);
    void removeRun(int index);
    FollowedRun *follow(const QString &runFolder);
    void runChanged(FollowedRun *run);
    void runStateChanged(FollowedRun *run, RunState before, RunState now);
    void jobFinished(const QString &id);
    void refreshBand();
    void tellFailure();
    void postHoldUp();
    void chooseCheckpointFolder();
    void postNoSignal();
    void showMistake(const QString &headline, const QString &message);
    void refreshStatus();
    void takeSmoothing(int hundredths);
    void offerCheckpoint(FollowedRun *run, qint64 step, const QPoint &globalPosition);
    void notify(const FollowedRun &run, RunState state);
    void askAndAttach();

    RunForm *form_ = nullptr;
    QStackedWidget *pages_ = nullptr;
    TrainingView *view_ = nullptr;
    RunResults *results_ = nullptr;
    QToolButton *curvesButton_ = nullptr;
    QToolButton *resultsButton_ = nullptr;
    QList<QWidget *> curveTools_; // without use while the results are shown
    RunInspector *inspector_ = nullptr;
    RunQueue *waiting_ = nullptr;
    QAction *start_ = nullptr;
    QAction *queue_ = nullptr;
    QSet<QString> removed_; // folders that were taken from the plots
    QSet<QString> queued_;  // jobs of runs that are not followed yet: they wait
    QSlider *smoothSlider_ = nullptr;
    QLabel *smoothValue_ = nullptr;
    std::vector<FollowedRun *> runs_; // children of this
    FollowedRun *shown_ = nullptr;
    QString heldUpBy_;                // as the band tells it
    bool showResultWhenDone_ = false; // it was watched to its end
    // Worker load and silence change without events.
    QTimer secondTimer_;
};

} // namespace helicase
