// What every panel is given by the window.
#pragma once

#include <QString>
#include <functional>

namespace helicase {

class ActionRegistry;
class Journal;
class JobRunner;
class Project;
class Theme;

struct PanelContext {
    Project &project;
    JobRunner &jobs;
    ActionRegistry &actions;
    Theme &theme;
    Journal &journal;
    // One line, 6 s; never for errors.
    std::function<void(QString text)> toast;
    // Shows a panel and hands it an argument ("train", run folder); see Panel::openArgument.
    std::function<void(QString panelId, QString argument)> openPanel;
    // Told on the desktop when no window of the program is in use; what the window's jobs come to is
    // told anyway.
    std::function<void(QString title, QString text)> notify;
};

} // namespace helicase
