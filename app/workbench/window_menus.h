// The window's own actions and the menu bar that shows them. Actions of panels join the menu they
// name while their panel is shown. GUI thread only.
#pragma once

#include "widgets/common/panel.h"
#include "widgets/common/table_tools.h"

#include <QHash>
#include <QMenu>
#include <QObject>

namespace helicase {

struct ActionSpec;
class MainWindow;

class WindowMenus final : public QObject {
    Q_OBJECT
public:
    explicit WindowMenus(MainWindow &window);

private:
    QMenu *addMenu(const QString &title);
    QAction *add(QMenu *menu, const ActionSpec &spec);
    void addStandard(QMenu *menu, StandardAction which, const ActionSpec &spec);
    void addFileMenu();
    void addEditMenu();
    void addViewMenu();
    void addThemeMenu(QMenu *menu);
    void addGoMenu();
    void addRunMenu();
    void addToolsMenu();
    void addHelpMenu();
    void fillRecent();
    void showPanelActions(QMenu *menu);
    void refreshStandard();
    void triggerPrimary();
    void addCopyAsMenu(QMenu *menu);
    void copyTableAs(TableFormat format);
    void toClipboardSlot(const char *slot);
    void changeTextSize(double factor);
    void showShortcuts();
    void showTour();
    void showMetricDefinitions();
    void showAbout();
    void helpForFocus();
    void copyDiagnostics();

    MainWindow &window_;
    QMenu *recentMenu_ = nullptr;
    QHash<StandardAction, QAction *> standard_;
    QHash<QMenu *, QList<QAction *>> borrowed_;
    QAction *primary_ = nullptr;
    QAction *panelWindow_ = nullptr;
};

} // namespace helicase
