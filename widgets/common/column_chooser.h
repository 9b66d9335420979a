// Which columns of a table are shown. The user chooses in a menu, which opens on the table's header
// and behind whatever button takes it; the choice is kept in the window's settings. GUI thread.
#pragma once

#include <QObject>
#include <QStringList>

#include <vector>

class QMenu;
class QTableView;

namespace helicase {

class ColumnChooser final : public QObject {
    Q_OBJECT

public:
    struct Column {
        int section = 0; // of the model
        QString key;     // its name in the settings
        bool isShownByDefault = true;
    };

    explicit ColumnChooser(QTableView *table);

    // To be called whenever the model has other columns. Those that are not named stay as they are.
    // settingsName tells tables of one view apart whose columns differ ("binning").
    void setColumns(const QString &settingsName, std::vector<Column> columns);
    void setShown(const QString &key, bool isShown);
    // What is wished; a table without the room may hide more.
    const QStringList &shownKeys() const { return shown_; }
    bool isShown(const QString &key) const { return shown_.contains(key); }
    // Nobody has chosen yet.
    bool isDefault() const;
    void showDefaults();
    QMenu *menu() const { return menu_; }

Q_SIGNALS:
    // By the user, or by other columns.
    void changed();

private:
    void fillMenu();
    void show(const QStringList &keys);
    QStringList defaultKeys() const;
    QString settingsKey() const;

    QTableView *table_;
    QMenu *menu_ = nullptr;
    QString settingsName_;
    std::vector<Column> columns_;
    QStringList shown_;
};

} // namespace helicase
