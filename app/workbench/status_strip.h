// The status bar: jobs, log and problems as toggles, the current job with its progress, the panel's
// own words, the device, and whether everything is saved. GUI thread only.
#pragma once

#include "app/workbench/bottom_dock.h"

#include <QStatusBar>
#include <QTimer>

class QLabel;
class QProgressBar;
class QToolButton;

namespace helicase {

class JobRunner;
class Journal;
class Project;

class StatusStrip final : public QStatusBar {
    Q_OBJECT
public:
    StatusStrip(JobRunner &jobs, Journal &journal, Project &project, BottomDock &bottom,
                QWidget *parent = nullptr);
    void setPanelText(const QString &text);
    // A list above the button at the right.
    void showDevices();

private:
    QToolButton *addToggle(const QString &name, const QString &iconName, BottomPage page);
    void addSeparator();
    void refreshJobs();
    void refreshProblems();
    void refreshSaved();
    void refreshToggles();

    JobRunner &jobs_;
    Journal &journal_;
    Project &project_;
    BottomDock &bottom_;
    QToolButton *jobsButton_ = nullptr;
    QToolButton *logButton_ = nullptr;
    QToolButton *problemsButton_ = nullptr;
    QLabel *jobLabel_ = nullptr;
    QProgressBar *jobBar_ = nullptr;
    QLabel *timeLabel_ = nullptr;
    QLabel *panelLabel_ = nullptr;
    QToolButton *deviceButton_ = nullptr;
    QLabel *savedLabel_ = nullptr;
    QTimer ticker_;
};

} // namespace helicase
