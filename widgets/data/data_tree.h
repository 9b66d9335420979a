// The data sets of a project in a tree by kind, with a field that filters them. GUI thread only.
#pragma once

#include <QStringList>
#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace helicase {

enum class DataGroup { FineTuning, Sequences, Other };

struct DataEntry {
    QString path;
    DataGroup group = DataGroup::Other;
    QString note;          // "6,130 rows"; what a failed one lacks
    bool isBroken = false; // could not be read
};

class DataTree final : public QWidget {
    Q_OBJECT

public:
    explicit DataTree(QWidget *parent = nullptr);

    const std::vector<DataEntry> &entries() const { return entries_; }
    bool holds(const QString &path) const;
    // Adds the entry, or replaces the one of its path.
    void put(const DataEntry &entry);
    void remove(const QString &path);
    void clear();
    // Marks it without telling.
    void setCurrent(const QString &path);
    QString current() const;
    // After a change of the theme.
    void refreshColors() { rebuild(); }
    // What a path is called here: a file by its name, a folder with the one it lies in.
    static QString nameOf(const QString &path);

Q_SIGNALS:
    void chosen(const QString &path);

private:
    void rebuild();
    QTreeWidgetItem *itemOf(const QString &path) const;

    std::vector<DataEntry> entries_;
    QLineEdit *filter_ = nullptr;
    QTreeWidget *tree_ = nullptr;
    QString current_;
};

} // namespace helicase
