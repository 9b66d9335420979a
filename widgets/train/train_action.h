// How the parts of the Train panel register what can be done in it. GUI thread only.
#pragma once

#include <QString>
#include <functional>

class QAction;
class QWidget;

namespace helicase {

class ActionRegistry;

// owner: what the action belongs to.
QAction *addTrainAction(ActionRegistry &actions, QWidget *owner, const char *name,
                        const QString &text, const char *iconName, const QString &help,
                        std::function<void()> function);

} // namespace helicase
