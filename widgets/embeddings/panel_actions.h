// Registers actions of the Embeddings panel, all in one way. GUI thread.
#pragma once

#include "widgets/common/action_registry.h"
#include "widgets/common/panel.h"

namespace helicase {

struct PanelActionText {
    const char *name; // behind "embeddings."
    QString text;
    QString icon = {};
    QString help = {};
};

inline QAction *addPanelAction(ActionRegistry &registry, Panel *panel, const PanelActionText &text,
                               std::function<void()> function)
{
    return registry.add({.objectName = panel->id() + u'.' + QLatin1String(text.name),
                         .text = text.text,
                         .panel = panel->id(),
                         .icon = text.icon,
                         .help = text.help,
                         .function = std::move(function)},
                        panel);
}

inline QAction *addPanelToggle(ActionRegistry &registry, Panel *panel, const PanelActionText &text,
                               const std::function<void(bool)> &function)
{
    QAction *action = registry.add({.objectName = panel->id() + u'.' + QLatin1String(text.name),
                                    .text = text.text,
                                    .panel = panel->id(),
                                    .icon = text.icon,
                                    .help = text.help,
                                    .isCheckable = true},
                                   panel);
    QObject::connect(action, &QAction::triggered, panel, function);
    return action;
}

} // namespace helicase
