// The jobs that wait for their turn, in the order in which they will start: moved nearer or
// further, or taken out. Hidden while none waits. GUI thread only.
#pragma once

#include <QWidget>

class QAction;
class QListWidget;

namespace helicase {

class ActionRegistry;
class JobRunner;
class SectionHeader;

class RunQueue final : public QWidget {
    Q_OBJECT
public:
    // owner: what the actions belong to.
    RunQueue(JobRunner &jobs, ActionRegistry &actions, QWidget *owner, QWidget *parent = nullptr);

private:
    void buildActions(ActionRegistry &actions, QWidget *owner);
    void refresh();
    void refreshActions();
    // Of the chosen job; empty: none is chosen.
    QString chosen() const;
    void removeChosen();

    JobRunner &jobs_;
    SectionHeader *header_ = nullptr;
    QListWidget *list_ = nullptr;
    QAction *sooner_ = nullptr;
    QAction *later_ = nullptr;
    QAction *remove_ = nullptr;
};

} // namespace helicase
