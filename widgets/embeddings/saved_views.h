// Named views: what is shown and from where, kept in the project. Owns the actions and the menu.
// GUI thread.
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QStringList>

#include <functional>

class QAction;
class QMenu;

namespace helicase {

class ActionRegistry;
class Panel;
class Project;

class SavedViews final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        Panel *panel;
        ActionRegistry &actions;
        Project &project;
        std::function<QJsonObject()> state;                 // of what is shown now
        std::function<void(const QJsonObject &)> showState; // what state() gave before
        std::function<void(const QString &)> toast;
    };

    explicit SavedViews(const Parts &parts);

    QAction *snapshot() const { return snapshot_; }
    // The kept views; rebuilt whenever it opens.
    QMenu *menu() const { return menu_; }

    QStringList names() const;
    // Keeps what is shown; an empty name: the next free "View N".
    void keep(const QString &name = {});
    void show(const QString &name);
    void rename(const QString &name, const QString &newName);
    void remove(const QString &name);

private:
    QJsonArray views() const;
    void setViews(const QJsonArray &views);
    void fillMenu();

    Parts parts_;
    QAction *snapshot_ = nullptr;
    QMenu *menu_ = nullptr;
};

} // namespace helicase
