// Every action of the window: one function, one QAction. Menus, the command palette, tool tips and
// tests are fed from here. GUI thread only.
#pragma once

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <functional>
#include <vector>

namespace helicase {

struct ActionSpec {
    QString objectName; // "train.start", "file.open"
    QString text;       // "Start run", without mnemonic; an ellipsis when more input follows
    QKeySequence shortcut = {};
    QString panel = {}; // id of the panel it belongs to; empty: everywhere
    QString menu = {};  // "File", "Run"...; empty: palette and toolbars only
    QString icon = {};  // name for icon()
    QString help = {};  // one sentence for the tool tip
    std::function<void()> function = {};
    bool isCheckable = false;
};

class ActionRegistry final : public QObject {
    Q_OBJECT
public:
    explicit ActionRegistry(QObject *parent = nullptr);

    // The action is owned by `owner`, which also is the widget the shortcut of a panel's action
    // works in; null: the registry. Throws std::logic_error when the name or the shortcut is taken.
    QAction *add(const ActionSpec &spec, QWidget *owner = nullptr);
    QAction *find(const QString &objectName) const;
    const ActionSpec *specOf(const QAction *action) const;
    // In the order of their registration; those whose owner is gone are left out.
    std::vector<QAction *> actions() const;

Q_SIGNALS:
    void added(QAction *action);

private:
    struct Entry {
        ActionSpec spec;
        QAction *action = nullptr;
    };
    std::vector<Entry> entries_;
};

} // namespace helicase
