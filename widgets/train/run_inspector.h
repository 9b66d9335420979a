// The right side of the Train panel: state, progress, controls, meters and events of the shown run.
// GUI thread only.
#pragma once

#include "core/run/run_folder.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QProgressBar;
class QVBoxLayout;

namespace helicase {

class ActionRegistry;
class DeviceMeters;
class FactList;
class FollowedRun;
class RunControls;
class Theme;

class RunInspector final : public QWidget {
    Q_OBJECT
public:
    RunInspector(Theme &theme, ActionRegistry &actions, QWidget *owner, QWidget *parent = nullptr);

    // Null: nothing is shown. The run must outlive its being shown.
    void setRun(FollowedRun *run);
    void refresh();
    RunControls *controls() const { return controls_; }

private:
    void buildHead(QVBoxLayout *layout);
    void buildFacts(QVBoxLayout *layout);
    void refreshState();
    void refreshProgress();
    void refreshFacts();
    void refreshEvents();

    Theme &theme_;
    FollowedRun *run_ = nullptr;
    size_t shownEvents_ = 0;
    double newestShown_ = 0;
    int64_t shownBest_ = -1;
    QLabel *name_ = nullptr;
    QLabel *stateIcon_ = nullptr;
    QLabel *state_ = nullptr;
    QProgressBar *bar_ = nullptr;
    QLabel *steps_ = nullptr;
    QLabel *timeLeft_ = nullptr;
    RunControls *controls_ = nullptr;
    DeviceMeters *device_ = nullptr;
    FactList *progress_ = nullptr;
    QListWidget *events_ = nullptr;
};

} // namespace helicase
