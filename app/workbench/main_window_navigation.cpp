// Moving through the window: history, regions, panels in windows of their own, command palette.
#include "app/workbench/activity_bar.h"
#include "app/workbench/bottom_dock.h"
#include "app/workbench/command_palette.h"
#include "app/workbench/main_window.h"
#include "app/workbench/panel_window.h"
#include "app/workbench/start_page.h"
#include "app/workbench/status_strip.h"
#include "core/run/run_folder.h"

#include <QApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QStackedWidget>
#include <QToolBar>

#include <algorithm>

namespace helicase {

Panel *MainWindow::currentPanel() const
{
    for (const PanelWindow *window : panelWindows_)
        if (window->isActiveWindow())
            return window->panel();
    for (const PanelWindow *window : panelWindows_)
        if (window->placeholder() == pages_->currentWidget())
            return window->panel();
    return qobject_cast<Panel *>(pages_->currentWidget());
}

PanelWindow *MainWindow::windowOf(const Panel *panel) const
{
    return panelWindows_.value(panel->id());
}

void MainWindow::openPanelWindow()
{
    Panel *panel = currentPanel();
    if (panel == nullptr || windowOf(panel) != nullptr)
        return;
    const QString id = panel->id();
    const auto entry = std::ranges::find(availablePanels(), id, &PanelEntry::id);
    auto *window = new PanelWindow(*entry, panel, pages_);
    panelWindows_.insert(id, window);
    // The keys of the menus work there, too.
    window->addActions(QWidget::actions());
    connect(window, &PanelWindow::closed, this, [this, id] { closePanelWindow(id); });
    connect(window, &PanelWindow::activationChanged, this, &MainWindow::currentPanelChanged);
    window->show();
    Q_EMIT currentPanelChanged();
}

void MainWindow::closePanelWindow(const QString &id)
{
    PanelWindow *window = panelWindows_.take(id);
    window->giveBack();
    window->hide();
    window->deleteLater();
    panels_.value(id)->setCompact(isCompact_);
    Q_EMIT currentPanelChanged();
}

// Which panel the menus act on depends on the window in use.
void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && !panelWindows_.isEmpty())
        Q_EMIT currentPanelChanged();
}

void MainWindow::goInHistory(int steps)
{
    const qsizetype target = historyPosition_ + steps;
    if (target < 0 || target >= history_.size())
        return;
    const QStringList kept = history_;
    showPanel(kept[target]);
    history_ = kept;
    historyPosition_ = target;
}

// Toolbar, left dock, centre, inspector, lower dock, status bar, activity bar, and round again.
void MainWindow::focusRegion(int steps)
{
    QList<QWidget *> regions;
    if (Panel *panel = currentPanel())
        regions << panel->toolBar() << panel->leftDock() << panel->centralWidget()
                << panel->rightDock();
    else
        regions << startPage_;
    regions << bottom_ << status_ << activityBar_;
    regions.removeIf(
        [](const QWidget *region) { return region == nullptr || !region->isVisible(); });
    const QWidget *focus = QApplication::focusWidget();
    qsizetype current = 0;
    for (qsizetype i = 0; i < regions.size(); ++i)
        if (focus != nullptr && regions[i]->isAncestorOf(focus))
            current = i;
    for (qsizetype tried = 1; tried <= regions.size(); ++tried) {
        const qsizetype index = (current + steps * tried + regions.size() * tried) % regions.size();
        for (QWidget *child : regions[index]->findChildren<QWidget *>())
            if ((child->focusPolicy() & Qt::TabFocus) != 0 && child->isVisible() &&
                child->isEnabled())
                return child->setFocus(Qt::TabFocusReason);
    }
}

void MainWindow::openPalette(const QString &typed)
{
    palette_->open(typed);
}

void MainWindow::showDevices()
{
    status_->showDevices();
}

std::vector<PaletteEntry> MainWindow::paletteEntries()
{
    std::vector<PaletteEntry> entries;
    for (QAction *action : actions_.actions()) {
        const ActionSpec *spec = actions_.specOf(action);
        const bool isOfPanel = !spec->panel.isEmpty();
        if (!action->isEnabled() && !isOfPanel)
            continue;
        entries.push_back({PaletteGroup::Actions, action->text(),
                           action->shortcut().toString(QKeySequence::NativeText),
                           [this, action, panel = spec->panel] {
                               if (!panel.isEmpty())
                                   showPanel(panel);
                               if (action->isEnabled())
                                   action->trigger();
                           }});
    }
    for (const PanelEntry &panel : availablePanels())
        entries.push_back(
            {PaletteGroup::Panels, panel.label, {}, [this, id = panel.id] { showPanel(id); }});
    if (project_.isOpen())
        for (const auto &run : findRuns(project_.runsFolder().toStdString()))
            entries.push_back({PaletteGroup::Runs,
                               QString::fromStdString(run.filename().string()),
                               {},
                               [this, run] {
                                   showPanel(QStringLiteral("train"),
                                             QString::fromStdString(run.string()));
                               }});
    for (const RecentProject &recent : settings_.recentProjects())
        entries.push_back({PaletteGroup::Files, QFileInfo(recent.path).completeBaseName(),
                           recent.path, [this, path = recent.path] { openProject(path); }});
    return entries;
}

} // namespace helicase
