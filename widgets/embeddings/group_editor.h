// Edits of a division of contigs, each undoable. GUI thread.
#pragma once

#include "widgets/embeddings/contig_groups.h"

#include <QObject>
#include <QPointer>

class QUndoStack;

namespace helicase {

class GroupEditor final : public QObject {
    Q_OBJECT

public:
    // noun: what a group is called, "bin". Without a stack edits are not undoable.
    GroupEditor(const QString &noun, QUndoStack *stack, QObject *parent = nullptr);

    const ContigGroups &groups() const { return groups_; }
    const QString &noun() const { return noun_; }
    // Another division; edits of the former one can no longer be undone.
    void reset(ContigGroups groups);

    // The number of the new group. An empty name: "NOUN NUMBER".
    int create(std::vector<int> contigs, const QString &name = {});
    // ContigGroups::none takes them out of their groups.
    void move(std::vector<int> contigs, int group);
    void rename(int group, const QString &name);
    // Its contigs are in no group afterwards.
    void remove(int group);

Q_SIGNALS:
    void changed();

private:
    class Step;
    struct Change;

    void perform(Change change, const QString &text);
    void apply(const Change &change, bool forwards);
    // Marks the groups that contigs leave or enter.
    void markEdited(Change &change, int target) const;

    QString noun_;
    QPointer<QUndoStack> stack_;
    ContigGroups groups_;
    int generation_ = 0;
};

} // namespace helicase
