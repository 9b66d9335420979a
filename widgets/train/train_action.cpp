#include "widgets/train/train_action.h"

#include "widgets/common/action_registry.h"

namespace helicase {

QAction *addTrainAction(ActionRegistry &actions, QWidget *owner, const char *name,
                        const QString &text, const char *iconName, const QString &help,
                        std::function<void()> function)
{
    return actions.add({.objectName = name,
                        .text = text,
                        .panel = "train",
                        .icon = iconName,
                        .help = help,
                        .function = std::move(function)},
                       owner);
}

} // namespace helicase
