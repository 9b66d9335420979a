// The list at the left: opened models, models of runs, tokenizers, with a filter. GUI thread.
#pragma once

#include "widgets/models/model_scanner.h"

#include <QWidget>

class QAction;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace helicase {

class ModelTree final : public QWidget {
    Q_OBJECT

public:
    ModelTree(QAction *open, QAction *remove, QWidget *parent = nullptr);

    void setEntries(std::vector<ModelEntry> entries);
    const std::vector<ModelEntry> &entries() const { return entries_; }
    // Selects without telling.
    void showSelected(const QString &folder);
    const ModelEntry *selected() const;

Q_SIGNALS:
    // By the user: a model to show, or a tokenizer.
    void chosen(const helicase::ModelEntry &entry);
    // By Enter or a double click.
    void activated(const helicase::ModelEntry &entry);

private:
    void addGroup(ModelEntryKind kind, const QString &title, const QString &iconName);
    void filter(const QString &text);
    void fitNotes();
    bool eventFilter(QObject *watched, QEvent *event) override;
    void refreshActions();
    const ModelEntry *entryOf(const QTreeWidgetItem *item) const;

    std::vector<ModelEntry> entries_;
    QAction *remove_;
    QTreeWidget *tree_ = nullptr;
    QLineEdit *filter_ = nullptr;
};

} // namespace helicase
