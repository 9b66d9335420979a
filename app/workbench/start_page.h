// What the window shows without a project: ways to begin, recent projects, runs that still go on.
// GUI thread only.
#pragma once

#include "app/workbench/window_settings.h"

#include <QFrame>

class QAction;
class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace helicase {

class JobRunner;

class StartPage final : public QFrame {
    Q_OBJECT
public:
    StartPage(WindowSettings &settings, JobRunner &jobs, QWidget *parent = nullptr);
    // An entry of the left column; the first one is the accent button.
    void addEntry(QAction *action, const QString &note);
    // The line after an end that was none of the user's doing; it offers to show what changed.
    void showNote(const QString &text);
    void refresh();

Q_SIGNALS:
    void projectChosen(const QString &path);
    void missingProjectChosen(const QString &path);
    void attachRequested(const QString &folder);
    void changesRequested();

private:
    // Its width is a share of the page's.
    QVBoxLayout *newColumn(int width);
    void buildBegin();
    void buildNote();
    QVBoxLayout *addColumn(const QString &title, QWidget *headWidget);
    void refreshRecent();
    void refreshRuns();

    WindowSettings &settings_;
    JobRunner &jobs_;
    QHBoxLayout *columns_ = nullptr;
    QVBoxLayout *entries_ = nullptr;
    QVBoxLayout *recent_ = nullptr;
    QVBoxLayout *runs_ = nullptr;
    QLabel *runCount_ = nullptr;
    QFrame *note_ = nullptr;
    QLabel *noteText_ = nullptr;
    QString shownRuns_;
    bool hasPrimary_ = false;
};

} // namespace helicase
