// The right side of the Train panel: state, progress, control and events of the shown run. Buttons
// ask the worker through the run's control file; the answer comes back as an event. GUI thread
// only.
#pragma once

#include "core/run/run_folder.h"

#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace helicase {

class ActionRegistry;
class FactList;
class FollowedRun;
class SectionHeader;
class Theme;
struct ControlRequest;

class RunInspector final : public QWidget {
    Q_OBJECT
public:
    RunInspector(Theme &theme, ActionRegistry &actions, QWidget *owner, QWidget *parent = nullptr);

    // Null: nothing is shown. The run must outlive its being shown.
    void setRun(FollowedRun *run);
    void refresh();
    void pauseOrResume();
    void requestCheckpoint();
    void requestStop();
    // Between the request and the worker's answer.
    bool isStopping() const { return isStopping_; }

Q_SIGNALS:
    void requestFailed(const QString &message);

private:
    void buildControls(QVBoxLayout *layout, ActionRegistry &actions, QWidget *owner);
    void buildFacts(QVBoxLayout *layout);
    void applyLearningRate();
    void send(const ControlRequest &request);
    void refreshState();
    void refreshProgress();
    void refreshFacts();
    void refreshDevice();
    void refreshEvents();

    Theme &theme_;
    FollowedRun *run_ = nullptr;
    bool isStopping_ = false;
    size_t shownEvents_ = 0;
    double newestShown_ = 0;
    int64_t shownBest_ = -1;
    QLabel *name_ = nullptr;
    QLabel *stateIcon_ = nullptr;
    QLabel *state_ = nullptr;
    QProgressBar *bar_ = nullptr;
    QLabel *steps_ = nullptr;
    QLabel *timeLeft_ = nullptr;
    QAction *pause_ = nullptr;
    QAction *checkpoint_ = nullptr;
    QAction *stop_ = nullptr;
    QLineEdit *rate_ = nullptr;
    QPushButton *apply_ = nullptr;
    FactList *device_ = nullptr;
    FactList *progress_ = nullptr;
    QListWidget *events_ = nullptr;
};

} // namespace helicase
