#include "widgets/common/action_registry.h"

#include "widgets/common/icon.h"

#include <QWidget>

#include <algorithm>
#include <stdexcept>

namespace helicase {

namespace {

QString toolTipOf(const ActionSpec &spec)
{
    QString text = spec.text;
    if (text.endsWith(QStringLiteral("…")))
        text.chop(1);
    if (!spec.shortcut.isEmpty())
        text += QStringLiteral(" (%1)").arg(spec.shortcut.toString(QKeySequence::NativeText));
    if (!spec.help.isEmpty())
        text += QLatin1Char('\n') + spec.help;
    return text;
}

} // namespace

ActionRegistry::ActionRegistry(QObject *parent) : QObject(parent) {}

QAction *ActionRegistry::add(const ActionSpec &spec, QWidget *owner)
{
    for (const Entry &entry : entries_) {
        if (entry.spec.objectName == spec.objectName)
            throw std::logic_error("the action " + spec.objectName.toStdString() + " exists");
        if (!spec.shortcut.isEmpty() && entry.spec.shortcut == spec.shortcut)
            throw std::logic_error("the key " + spec.shortcut.toString().toStdString() + " of " +
                                   spec.objectName.toStdString() + " belongs to " +
                                   entry.spec.objectName.toStdString());
    }
    auto *action = new QAction(spec.text, owner ? static_cast<QObject *>(owner) : this);
    action->setObjectName(spec.objectName);
    action->setShortcut(spec.shortcut);
    action->setCheckable(spec.isCheckable);
    action->setToolTip(toolTipOf(spec));
    if (!spec.icon.isEmpty())
        action->setIcon(icon(spec.icon));
    if (owner) {
        owner->addAction(action);
        action->setShortcutContext(spec.panel.isEmpty() ? Qt::WindowShortcut
                                                        : Qt::WidgetWithChildrenShortcut);
    }
    if (spec.function)
        connect(action, &QAction::triggered, this, [function = spec.function] { function(); });
    connect(action, &QObject::destroyed, this, [this, action] {
        std::erase_if(entries_, [action](const Entry &entry) { return entry.action == action; });
    });
    entries_.push_back({spec, action});
    Q_EMIT added(action);
    return action;
}

QAction *ActionRegistry::find(const QString &objectName) const
{
    const auto found = std::ranges::find_if(
        entries_, [&](const Entry &entry) { return entry.spec.objectName == objectName; });
    return found == entries_.end() ? nullptr : found->action;
}

const ActionSpec *ActionRegistry::specOf(const QAction *action) const
{
    const auto found = std::ranges::find(entries_, action, &Entry::action);
    return found == entries_.end() ? nullptr : &found->spec;
}

std::vector<QAction *> ActionRegistry::actions() const
{
    std::vector<QAction *> all;
    std::ranges::transform(entries_, std::back_inserter(all), &Entry::action);
    return all;
}

} // namespace helicase
