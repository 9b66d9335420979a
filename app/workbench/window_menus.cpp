#include "app/workbench/window_menus.h"

#include "app/workbench/bottom_dock.h"
#include "app/workbench/main_window.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QMenuBar>

namespace helicase {

WindowMenus::WindowMenus(MainWindow &window) : QObject(&window), window_(window)
{
    addFileMenu();
    addEditMenu();
    addViewMenu();
    addGoMenu();
    addRunMenu();
    addToolsMenu();
    addHelpMenu();
    connect(&window_, &MainWindow::currentPanelChanged, this, &WindowMenus::refreshStandard);
    refreshStandard();
}

QMenu *WindowMenus::addMenu(const QString &title)
{
    QMenu *menu = window_.menuBar()->addMenu(title);
    menu->setObjectName(QStringLiteral("menu.") +
                        QString(title).remove(QLatin1Char('&')).toLower());
    menu->setToolTipsVisible(false);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        refreshStandard();
        showPanelActions(menu);
    });
    return menu;
}

QAction *WindowMenus::add(QMenu *menu, const ActionSpec &spec)
{
    QAction *action = window_.actions().add(spec);
    // Also added to the window, so that its key works while menus are closed or in full screen.
    window_.addAction(action);
    menu->addAction(action);
    return action;
}

void WindowMenus::addStandard(QMenu *menu, StandardAction which, const ActionSpec &spec)
{
    ActionSpec forwarding = spec;
    forwarding.function = [this, which] {
        Panel *panel = window_.currentPanel();
        QAction *action = panel != nullptr ? panel->standardAction(which) : nullptr;
        if (action != nullptr && action->isEnabled())
            action->trigger();
    };
    standard_.insert(which, add(menu, forwarding));
}

void WindowMenus::addFileMenu()
{
    QMenu *menu = addMenu(tr("&File"));
    add(menu, {.objectName = "file.new",
               .text = tr("New project…"),
               .shortcut = QKeySequence("Ctrl+N"),
               .icon = "plus",
               .help = tr("Choose a folder for a new project"),
               .function = [this] { window_.newProject(); }});
    add(menu, {.objectName = "file.open",
               .text = tr("Open…"),
               .shortcut = QKeySequence("Ctrl+O"),
               .icon = "folder-open",
               .help = tr("Any file: project, sequences, embedding, text"),
               .function = [this] { window_.openWithDialog(); }});
    add(menu, {.objectName = "file.openfolder",
               .text = tr("Open folder…"),
               .shortcut = QKeySequence("Ctrl+Alt+O"),
               .icon = "folder",
               .help = tr("A project, a run or a tokenizer"),
               .function = [this] { window_.openFolderWithDialog(); }});
    recentMenu_ = menu->addMenu(tr("Open recent"));
    recentMenu_->setObjectName(QStringLiteral("menu.recent"));
    connect(recentMenu_, &QMenu::aboutToShow, this, &WindowMenus::fillRecent);
    add(menu, {.objectName = "file.demo",
               .text = tr("Run the demo"),
               .icon = "play",
               .help = tr("The main job on the embedded sequences, about 2 minutes"),
               .function = [this] { window_.runDemo(); }});
    menu->addSeparator();
    add(menu, {.objectName = "file.save",
               .text = tr("Save"),
               .shortcut = QKeySequence("Ctrl+S"),
               .icon = "save",
               .function = [this] {
                   try {
                       window_.project().save();
                   } catch (const Error &error) {
                       window_.report("save", tr("Project"), error);
                   }
               }});
    add(menu, {.objectName = "file.saveas",
               .text = tr("Save as…"),
               .shortcut = QKeySequence("Ctrl+Shift+S"),
               .function = [this] { window_.saveProjectAs(); }});
    menu->addSeparator();
    addStandard(menu, StandardAction::Export,
                {.objectName = "file.export",
                 .text = tr("Export view…"),
                 .shortcut = QKeySequence("Ctrl+E"),
                 .icon = "export"});
    addStandard(menu, StandardAction::ExportAll,
                {.objectName = "file.exportall",
                 .text = tr("Export all plots…"),
                 .shortcut = QKeySequence("Ctrl+Shift+E")});
    menu->addSeparator();
    add(menu, {.objectName = "file.close",
               .text = tr("Close project"),
               .shortcut = QKeySequence("Ctrl+W"),
               .function = [this] { window_.closeProject(); }});
    add(menu, {.objectName = "file.quit",
               .text = tr("Quit"),
               .shortcut = QKeySequence("Ctrl+Q"),
               .function = [this] { window_.close(); }});
}

void WindowMenus::addEditMenu()
{
    QMenu *menu = addMenu(tr("&Edit"));
    QUndoStack &stack = window_.project().undoStack();
    QAction *undo = add(menu, {.objectName = "edit.undo",
                               .text = tr("Undo"),
                               .shortcut = QKeySequence("Ctrl+Z"),
                               .icon = "undo",
                               .function = [&stack] { stack.undo(); }});
    QAction *redo = add(menu, {.objectName = "edit.redo",
                               .text = tr("Redo"),
                               .shortcut = QKeySequence("Ctrl+Shift+Z"),
                               .icon = "redo",
                               .function = [&stack] { stack.redo(); }});
    undo->setEnabled(false);
    redo->setEnabled(false);
    connect(&stack, &QUndoStack::canUndoChanged, undo, &QAction::setEnabled);
    connect(&stack, &QUndoStack::canRedoChanged, redo, &QAction::setEnabled);
    connect(&stack, &QUndoStack::undoTextChanged, undo, [undo](const QString &text) {
        undo->setText(text.isEmpty() ? tr("Undo") : tr("Undo: %1").arg(text));
    });
    connect(&stack, &QUndoStack::redoTextChanged, redo, [redo](const QString &text) {
        redo->setText(text.isEmpty() ? tr("Redo") : tr("Redo: %1").arg(text));
    });
    menu->addSeparator();
    add(menu, {.objectName = "edit.cut", .text = tr("Cut"), .function = [this] {
                   toClipboardSlot("cut");
               }});
    add(menu, {.objectName = "edit.copy", .text = tr("Copy"), .icon = "copy", .function = [this] {
                   toClipboardSlot("copy");
               }});
    addStandard(menu, StandardAction::CopyTable,
                {.objectName = "edit.copytable",
                 .text = tr("Copy table with header"),
                 .shortcut = QKeySequence("Ctrl+Shift+C")});
    addCopyAsMenu(menu);
    add(menu, {.objectName = "edit.paste", .text = tr("Paste"), .function = [this] {
                   toClipboardSlot("paste");
               }});
    menu->addSeparator();
    addStandard(menu, StandardAction::SelectAll,
                {.objectName = "edit.selectall", .text = tr("Select all")});
    addStandard(menu, StandardAction::InvertSelection,
                {.objectName = "edit.invert", .text = tr("Invert selection")});
    menu->addSeparator();
    addStandard(menu, StandardAction::Find,
                {.objectName = "edit.find",
                 .text = tr("Find"),
                 .shortcut = QKeySequence("Ctrl+F"),
                 .icon = "search"});
    addStandard(
        menu, StandardAction::FindNext,
        {.objectName = "edit.findnext", .text = tr("Find next"), .shortcut = QKeySequence("F3")});
    addStandard(menu, StandardAction::FindPrevious,
                {.objectName = "edit.findprevious",
                 .text = tr("Find previous"),
                 .shortcut = QKeySequence("Shift+F3")});
}

void WindowMenus::addViewMenu()
{
    QMenu *menu = addMenu(tr("&View"));
    const auto toggleDock = [this](QDockWidget *(Panel::*dock)() const) {
        Panel *panel = window_.currentPanel();
        QDockWidget *found = panel != nullptr ? (panel->*dock)() : nullptr;
        if (found != nullptr)
            found->setVisible(found->isHidden());
    };
    add(menu, {.objectName = "view.left",
               .text = tr("Left dock"),
               .shortcut = QKeySequence("Ctrl+B"),
               .function = [toggleDock] { toggleDock(&Panel::leftDock); }});
    add(menu, {.objectName = "view.inspector",
               .text = tr("Inspector"),
               .shortcut = QKeySequence("Ctrl+I"),
               .function = [toggleDock] { toggleDock(&Panel::rightDock); }});
    menu->addSeparator();
    const auto toggleBottom = [this](BottomPage page) {
        return [this, page] { window_.bottom().toggle(page); };
    };
    add(menu, {.objectName = "view.jobs",
               .text = tr("Jobs"),
               .shortcut = QKeySequence("Ctrl+J"),
               .icon = "jobs",
               .function = toggleBottom(BottomPage::Jobs)});
    add(menu, {.objectName = "view.log",
               .text = tr("Log"),
               .shortcut = QKeySequence("Ctrl+0"),
               .icon = "log",
               .function = toggleBottom(BottomPage::Log)});
    add(menu, {.objectName = "view.problems",
               .text = tr("Problems"),
               .icon = "warning",
               .function = toggleBottom(BottomPage::Problems)});
    menu->addSeparator();
    addThemeMenu(menu);
    QMenu *size = menu->addMenu(tr("Text size"));
    add(size, {.objectName = "view.larger",
               .text = tr("Larger"),
               .shortcut = QKeySequence("Ctrl++"),
               .function = [this] { changeTextSize(1.1); }});
    add(size, {.objectName = "view.smaller",
               .text = tr("Smaller"),
               .shortcut = QKeySequence("Ctrl+-"),
               .function = [this] { changeTextSize(1 / 1.1); }});
    add(size, {.objectName = "view.normal",
               .text = tr("Normal"),
               .shortcut = QKeySequence("Ctrl+Alt+0"),
               .function = [this] { changeTextSize(0); }});
    menu->addSeparator();
    addStandard(menu, StandardAction::Reload,
                {.objectName = "view.reload",
                 .text = tr("Reload"),
                 .shortcut = QKeySequence("F5"),
                 .icon = "refresh"});
    panelWindow_ = add(menu, {.objectName = "view.window",
                              .text = tr("Open panel in a window"),
                              .help = tr("Closing that window brings the panel back"),
                              .function = [this] { window_.openPanelWindow(); }});
    add(menu, {.objectName = "view.reset", .text = tr("Reset layout"), .function = [this] {
                   window_.resetLayout();
               }});
    add(menu, {.objectName = "view.fullscreen",
               .text = tr("Full screen"),
               .shortcut = QKeySequence("F11"),
               .function = [this] {
                   window_.isFullScreen() ? window_.showNormal() : window_.showFullScreen();
               }});
}

void WindowMenus::addThemeMenu(QMenu *menu)
{
    QMenu *themes = menu->addMenu(tr("Theme"));
    auto *group = new QActionGroup(this);
    const auto addTheme = [&](const QString &name, const QString &text, ThemeMode mode) {
        QAction *action = add(themes, {.objectName = name,
                                       .text = text,
                                       .function =
                                           [this, mode] {
                                               window_.theme().setMode(mode);
                                               window_.settings().setThemeMode(mode);
                                           },
                                       .isCheckable = true});
        action->setActionGroup(group);
        action->setChecked(window_.theme().mode() == mode);
    };
    addTheme("view.theme.light", tr("Light theme"), ThemeMode::Light);
    addTheme("view.theme.dark", tr("Dark theme"), ThemeMode::Dark);
    addTheme("view.theme.system", tr("Theme of the system"), ThemeMode::System);
}

void WindowMenus::addGoMenu()
{
    QMenu *menu = addMenu(tr("&Go"));
    int number = 0;
    for (const PanelEntry &panel : availablePanels()) {
        const QKeySequence key(QStringLiteral("Ctrl+%1").arg(++number));
        add(menu, {.objectName = "go." + panel.id,
                   .text = panel.label,
                   .shortcut = key,
                   .icon = panel.icon,
                   .function = [this, id = panel.id] { window_.showPanel(id); }});
    }
    menu->addSeparator();
    add(menu, {.objectName = "go.palette",
               .text = tr("Command palette"),
               .shortcut = QKeySequence("Ctrl+P"),
               .icon = "search",
               .function = [this] { window_.openPalette(); }});
    add(menu,
        {.objectName = "go.start", .text = tr("Start page"), .icon = "home", .function = [this] {
             window_.showStartPage();
         }});
    menu->addSeparator();
    add(menu, {.objectName = "go.back",
               .text = tr("Back"),
               .shortcut = QKeySequence("Alt+Left"),
               .function = [this] { window_.goInHistory(-1); }});
    add(menu, {.objectName = "go.forward",
               .text = tr("Forward"),
               .shortcut = QKeySequence("Alt+Right"),
               .function = [this] { window_.goInHistory(1); }});
    add(menu, {.objectName = "go.region",
               .text = tr("Next region"),
               .shortcut = QKeySequence("F6"),
               .function = [this] { window_.focusRegion(1); }});
    add(menu, {.objectName = "go.regionback",
               .text = tr("Previous region"),
               .shortcut = QKeySequence("Shift+F6"),
               .function = [this] { window_.focusRegion(-1); }});
    menu->addSeparator();
    addStandard(
        menu, StandardAction::NextProblem,
        {.objectName = "go.problem", .text = tr("Next problem"), .shortcut = QKeySequence("F4")});
    addStandard(menu, StandardAction::PreviousProblem,
                {.objectName = "go.problemback",
                 .text = tr("Previous problem"),
                 .shortcut = QKeySequence("Shift+F4")});
}

void WindowMenus::addRunMenu()
{
    QMenu *menu = addMenu(tr("&Run"));
    primary_ = add(menu, {.objectName = "run.primary",
                          .text = tr("Main action of the panel"),
                          .shortcut = QKeySequence("Ctrl+Return"),
                          .icon = "play",
                          .function = [this] { triggerPrimary(); }});
    menu->addSeparator();
    addStandard(menu, StandardAction::Pause,
                {.objectName = "run.pause", .text = tr("Pause"), .icon = "pause"});
    addStandard(menu, StandardAction::Resume,
                {.objectName = "run.resume", .text = tr("Resume…"), .icon = "play"});
    addStandard(menu, StandardAction::Checkpoint,
                {.objectName = "run.checkpoint", .text = tr("Save checkpoint"), .icon = "flag"});
    addStandard(menu, StandardAction::StopAndSave,
                {.objectName = "run.stop",
                 .text = tr("Stop and save…"),
                 .shortcut = QKeySequence("Ctrl+."),
                 .icon = "stop"});
    addStandard(menu, StandardAction::Rewind,
                {.objectName = "run.rewind", .text = tr("Rewind…"), .icon = "rewind"});
    addStandard(menu, StandardAction::Queue,
                {.objectName = "run.queue", .text = tr("Add to queue"), .icon = "queue"});
}

void WindowMenus::refreshStandard()
{
    const Panel *panel = window_.currentPanel();
    for (auto entry = standard_.begin(); entry != standard_.end(); ++entry)
        entry.value()->setEnabled(panel != nullptr &&
                                  panel->standardAction(entry.key()) != nullptr);
    panelWindow_->setEnabled(panel != nullptr);
    QAction *primary = panel != nullptr ? window_.currentPanel()->primaryAction() : nullptr;
    primary_->setEnabled(primary != nullptr);
    primary_->setText(primary != nullptr ? primary->text() : tr("Main action of the panel"));
}

// Actions of the shown panel that name this menu stand at its end while it is open.
void WindowMenus::showPanelActions(QMenu *menu)
{
    for (QAction *action : borrowed_.take(menu))
        menu->removeAction(action);
    const Panel *panel = window_.currentPanel();
    const QString title = menu->title().remove(QLatin1Char('&'));
    QList<QAction *> borrowed;
    for (QAction *action : window_.actions().actions()) {
        const ActionSpec *spec = window_.actions().specOf(action);
        if (panel == nullptr || spec->panel != panel->id() || spec->menu != title)
            continue;
        if (borrowed.isEmpty())
            borrowed += menu->addSeparator();
        menu->addAction(action);
        borrowed += action;
    }
    borrowed_.insert(menu, borrowed);
}

void WindowMenus::triggerPrimary()
{
    QAction *action =
        window_.currentPanel() != nullptr ? window_.currentPanel()->primaryAction() : nullptr;
    if (action != nullptr && action->isEnabled())
        action->trigger();
}

} // namespace helicase
