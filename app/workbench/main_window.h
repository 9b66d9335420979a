// The window: menus, activity bar, one page per panel, bottom dock, status bar, palette, start
// page. It owns the project, the jobs and the actions, and hands them to the panels. GUI thread
// only.
#pragma once

#include "app/workbench/folder_watcher.h"
#include "app/workbench/panel_registry.h"
#include "app/workbench/window_settings.h"
#include "core/base/error.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/journal.h"
#include "widgets/common/project.h"

#include <QMainWindow>
#include <memory>

class QLabel;
class QStackedWidget;

namespace helicase {

class ActivityBar;
class BottomDock;
class CommandPalette;
class DesktopNotice;
struct PaletteEntry;
class PanelWindow;
class StartPage;
class StatusStrip;
class Toast;
class WindowMenus;

class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    // jobsFolder: where the records of jobs live.
    MainWindow(Theme &theme, const QString &jobsFolder, QWidget *parent = nullptr);
    ~MainWindow() override;

    // A project file or folder. What goes wrong is shown in Problems.
    bool openProject(const QString &path);
    // Opens the folder as project, and starts the demo there unless it is done or going on.
    void openDemo(const QString &folder, bool isFast);
    // Whatever it is: project, run, sequences, embedding, tokenizer, text.
    void openPath(const QString &path);
    void newProject();
    void openWithDialog();
    void openFolderWithDialog();
    void runDemo();
    void saveProjectAs();
    void closeProject();
    // Builds the panel on first use. An unknown id is ignored.
    void showPanel(const QString &id, const QString &argument = {});
    // The shown panel gets a window of its own until that window is closed.
    void openPanelWindow();
    void showStartPage();
    void goInHistory(int steps);
    void focusRegion(int steps);
    void openPalette(const QString &typed = {});
    void resetLayout();
    void showDevices();

    // Null before its first use.
    Panel *panel(const QString &id) const { return panels_.value(id); }
    // That of the window in use: the shown page, or the panel of a window of its own.
    Panel *currentPanel() const;
    ActionRegistry &actions() { return actions_; }
    JobRunner &jobs() { return jobs_; }
    Journal &journal() { return journal_; }
    Project &project() { return project_; }
    Theme &theme() { return theme_; }
    WindowSettings &settings() { return settings_; }
    BottomDock &bottom() { return *bottom_; }
    void toast(const QString &text);
    // An error that no panel shows: Problems opens with it.
    void report(const QString &id, const QString &place, const Error &error);

Q_SIGNALS:
    void currentPanelChanged();

private:
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

    void changeEvent(QEvent *event) override;

    Panel *buildPanel(const QString &id);
    PanelWindow *windowOf(const Panel *panel) const;
    void closePanelWindow(const QString &id);
    void connectServices();
    void openModel(const QString &folder);
    // Saves what is not saved; where that fails the user decides.
    bool mayLeaveProject();
    // Jobs that wait would never start; the user decides.
    bool mayLeaveQueue();
    // Asks where a project of the list is now.
    void locateProject(const QString &path);
    // After a session that did not end properly: its project, and in the log what became of it.
    void showWhatChanged();
    void projectOpened();
    void projectClosed();
    void jobFinished(const QString &id);
    void refreshBusy();
    void refreshTitle();
    void refreshCompact();
    void restoreWindow();
    void saveWindow();
    std::vector<PaletteEntry> paletteEntries();

    Theme &theme_;
    WindowSettings settings_;
    ActionRegistry actions_;
    Journal journal_;
    Project project_;
    JobRunner jobs_;
    PanelContext context_;
    std::unique_ptr<FolderWatcher> watcher_;
    std::unique_ptr<WindowMenus> menus_;
    QHash<QString, Panel *> panels_;
    QHash<QString, PanelWindow *> panelWindows_; // by the panel's id
    QString lostProject_; // open when the last session ended without closing it
    QStringList history_;
    qsizetype historyPosition_ = -1;
    bool isCompact_ = false;
    QStackedWidget *pages_ = nullptr;
    StartPage *startPage_ = nullptr;
    ActivityBar *activityBar_ = nullptr;
    BottomDock *bottom_ = nullptr;
    StatusStrip *status_ = nullptr;
    CommandPalette *palette_ = nullptr;
    Toast *toast_ = nullptr;
    DesktopNotice *notice_ = nullptr;
    QLabel *titleLabel_ = nullptr;
};

} // namespace helicase
