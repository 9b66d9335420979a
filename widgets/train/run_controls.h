// The buttons that act on the shown run, and what the worker has not answered yet. A button appends
// a request to the run's control file; the answer comes back as an event. GUI thread only.
#pragma once

#include <QWidget>

#include <optional>
#include <vector>

class QAction;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace helicase {

class ActionRegistry;
class FollowedRun;
struct ControlRequest;

class RunControls final : public QWidget {
    Q_OBJECT
public:
    // owner: what the actions belong to.
    RunControls(ActionRegistry &actions, QWidget *owner, QWidget *parent = nullptr);

    // Null: nothing is shown. The run must outlive its being shown.
    void setRun(FollowedRun *run);
    void refresh();
    void pauseOrResume();
    void resume();
    void requestCheckpoint();
    void requestStop();
    // Its checkpoints, those that there are too, shall lie below this folder.
    void requestFolder(const QString &folder);
    // Asks which checkpoint, and says what is lost; the given one is chosen at first.
    void askForRewind(std::optional<int64_t> step = std::nullopt);
    // Between the request and the worker's answer.
    bool isStopping() const { return isStopping_; }

Q_SIGNALS:
    void requestFailed(const QString &message);
    void stopRequested();

private:
    struct Pending {
        std::string request;
        QString text;
        int64_t answersBefore = 0;
    };
    void buildButtons(QVBoxLayout *layout, ActionRegistry &actions, QWidget *owner);
    void buildRate(QVBoxLayout *layout);
    void applyLearningRate();
    // text: what is asked for, as in "rewind to step 200".
    void send(const ControlRequest &request, const QString &text);
    void refreshPending();

    FollowedRun *run_ = nullptr;
    bool isStopping_ = false;
    std::vector<Pending> pending_;
    QAction *pause_ = nullptr;
    QAction *checkpoint_ = nullptr;
    QAction *stop_ = nullptr;
    QAction *rewind_ = nullptr;
    QLineEdit *rate_ = nullptr;
    QPushButton *apply_ = nullptr;
    QLabel *waiting_ = nullptr;
};

} // namespace helicase
