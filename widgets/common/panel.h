// A page of the window: a main window of its own, so that its docks float, tab and hide per panel.
// It has a toolbar, an optional left (ID.inputs) and right dock (ID.inspector), and a centre with
// one band above it, which an empty state can replace. GUI thread only.
#pragma once

#include "widgets/common/band.h"
#include "widgets/common/panel_context.h"
#include "widgets/common/panel_tool_bar.h"

#include <QHash>
#include <QMainWindow>
#include <QStringList>

class QDockWidget;
class QStackedWidget;

namespace helicase {

class EmptyState;
class PanelJobs;
struct Job;

// Keys that mean the same in every panel. The window's menus trigger what a panel registers.
enum class StandardAction {
    Export,
    ExportAll,
    Find,
    FindNext,
    FindPrevious,
    CopyTable,
    NextProblem,
    PreviousProblem,
    StopAndSave,
    Pause,
    Resume,
    Checkpoint,
    Rewind,
    Queue,
    Reload,
    SelectAll,
    InvertSelection
};

class Panel : public QMainWindow {
    Q_OBJECT
public:
    Panel(PanelContext &context, const QString &id, const QString &title,
          QWidget *parent = nullptr);

    const QString &id() const { return id_; }
    const QString &title() const { return title_; }

    // What Ctrl+Return does; null when the panel has none.
    virtual QAction *primaryAction() { return nullptr; }
    // Loads the content of a demo or project folder; called again whenever files appear in it.
    virtual void showDemo(const QString &folder) { Q_UNUSED(folder) }
    // Whether what is shown is complete enough for a picture.
    virtual bool contentReady() const { return true; }
    // What openPanel hands over: a run folder, a file, an id. Unknown things are ignored.
    virtual void openArgument(const QString &argument) { Q_UNUSED(argument) }
    // The panel's part of the status bar.
    const QString &statusText() const { return statusText_; }
    // A job of this panel runs, or work of its own (the dot in the activity bar).
    bool isBusy() const { return isBusy_; }
    QAction *standardAction(StandardAction which) const { return standardActions_.value(which); }

    PanelToolBar *toolBar() const { return toolBar_; }
    Band *band() const { return band_; }
    QDockWidget *leftDock() const { return left_.dock; }
    QDockWidget *rightDock() const { return right_.dock; }
    // At 1024x700 the right dock becomes a tab behind the left one.
    void setCompact(bool compact);
    void resetLayout();
    // Places and widths of the docks as the user left them; those of the wide window while compact.
    QByteArray savedLayout() const;
    // Anything but what savedLayout() gave leaves the layout as it is.
    void restoreLayout(const QByteArray &saved);

Q_SIGNALS:
    void statusTextChanged(const QString &text);
    void busyChanged(bool isBusy);

protected:
    PanelContext &context() const { return context_; }
    void setCentre(QWidget *centre);
    void setEmptyState(EmptyState *emptyState);
    void showEmptyState(bool isShown);
    bool emptyStateIsShown() const;
    // preferredWidth at 1440x900: left 232-344, right 228-290. Both are scrolled vertically.
    QDockWidget *setLeft(QWidget *content, const QString &title, int preferredWidth);
    QDockWidget *setRight(QWidget *content, const QString &title, int preferredWidth);
    void setStandardAction(StandardAction which, QAction *action);
    void setStatusText(const QString &text);
    // Starts jobs of which the panel's band tells.
    PanelJobs &ownJobs() const { return *ownJobs_; }
    // Work beside the jobs goes on: reading files, following a run.
    void setWorking(bool isWorking);
    // The panel's band tells of a job that failed; the window need not.
    void postFailure(const Job &job, const QString &messageId, const QString &headline);
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    // A dock with the width that the user gave it.
    struct SideDock {
        Qt::DockWidgetArea area = Qt::NoDockWidgetArea;
        QDockWidget *dock = nullptr;
        int preferredWidth = 0;
        int width = 0;
    };
    QDockWidget *fill(SideDock &side, QWidget *content, const QString &name, const QString &title,
                      int width);
    bool hasRoomForDocks() const;
    void giveDocksTheirWidths();
    bool eventFilter(QObject *watched, QEvent *event) override;
    void publishProblems();
    void publishBusy();

    PanelContext &context_;
    QStringList published_; // ids of the band's messages among the window's problems
    QString id_;
    QString title_;
    QString statusText_;
    PanelToolBar *toolBar_ = nullptr;
    Band *band_ = nullptr;
    PanelJobs *ownJobs_ = nullptr;
    bool isWorking_ = false;
    bool isBusy_ = false; // as it was published
    QStackedWidget *pages_ = nullptr;
    EmptyState *emptyState_ = nullptr;
    QWidget *centre_ = nullptr;
    SideDock left_{.area = Qt::LeftDockWidgetArea};
    SideDock right_{.area = Qt::RightDockWidgetArea};
    bool isCompact_ = false;
    QByteArray wideState_; // of the wide window while compact; empty: never left
    QHash<StandardAction, QAction *> standardActions_;
};

} // namespace helicase
