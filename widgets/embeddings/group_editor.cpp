#include "widgets/embeddings/group_editor.h"

#include "widgets/common/format.h"

#include <QUndoCommand>
#include <QUndoStack>

#include <algorithm>

namespace helicase {

struct GroupEditor::Change {
    std::vector<int> contigs;
    std::vector<int> before; // the group of each
    std::vector<int> after;
    std::map<int, ContigGroups::Group> groupsBefore;
    std::map<int, ContigGroups::Group> groupsAfter;
};

class GroupEditor::Step final : public QUndoCommand {
public:
    Step(GroupEditor *editor, Change change, const QString &text)
        : QUndoCommand(text), editor_(editor), generation_(editor->generation_),
          change_(std::move(change))
    {
    }

    void undo() override { apply(false); }
    void redo() override { apply(true); }

private:
    void apply(bool forwards)
    {
        if (editor_ && editor_->generation_ == generation_)
            editor_->apply(change_, forwards);
    }

    QPointer<GroupEditor> editor_; // the panel may close before the project does
    int generation_;
    Change change_;
};

GroupEditor::GroupEditor(const QString &noun, QUndoStack *stack, QObject *parent)
    : QObject(parent), noun_(noun), stack_(stack)
{
}

void GroupEditor::reset(ContigGroups groups)
{
    ++generation_;
    groups_ = std::move(groups);
    Q_EMIT changed();
}

int GroupEditor::create(std::vector<int> contigs, const QString &name)
{
    const int number = groups_.nextNumber();
    const QString title = name.isEmpty() ? QStringLiteral("%1 %2").arg(noun_).arg(number) : name;
    Change change{.contigs = std::move(contigs),
                  .before = {},
                  .after = {},
                  .groupsBefore = groups_.groups(),
                  .groupsAfter = groups_.groups()};
    change.groupsAfter[number] = {.name = title, .isEdited = true};
    markEdited(change, number);
    perform(std::move(change), tr("new %1").arg(title));
    return number;
}

void GroupEditor::move(std::vector<int> contigs, int group)
{
    std::erase_if(contigs, [&](int contig) { return groups_.groupOf(contig) == group; });
    if (contigs.empty())
        return;
    const QString count = groupedNumber(static_cast<qint64>(contigs.size()));
    Change change{.contigs = std::move(contigs),
                  .before = {},
                  .after = {},
                  .groupsBefore = groups_.groups(),
                  .groupsAfter = groups_.groups()};
    markEdited(change, group);
    perform(std::move(change), group == ContigGroups::none
                                   ? tr("%1 contigs out of their %2").arg(count, noun_)
                                   : tr("%1 contigs to %2").arg(count, groups_.nameOf(group)));
}

void GroupEditor::rename(int group, const QString &name)
{
    if (!groups_.has(group) || name.isEmpty() || groups_.nameOf(group) == name)
        return;
    Change change{.contigs = {},
                  .before = {},
                  .after = {},
                  .groupsBefore = groups_.groups(),
                  .groupsAfter = groups_.groups()};
    change.groupsAfter[group].name = name;
    perform(std::move(change), tr("%1 renamed").arg(name));
}

void GroupEditor::remove(int group)
{
    if (!groups_.has(group))
        return;
    Change change{.contigs = groups_.membersOf(group),
                  .before = {},
                  .after = {},
                  .groupsBefore = groups_.groups(),
                  .groupsAfter = groups_.groups()};
    markEdited(change, ContigGroups::none);
    change.groupsAfter.erase(group);
    perform(std::move(change), tr("%1 removed").arg(groups_.nameOf(group)));
}

void GroupEditor::markEdited(Change &change, int target) const
{
    for (const int contig : change.contigs)
        change.before.push_back(groups_.groupOf(contig));
    change.after.assign(change.contigs.size(), target);
    for (const int group : change.before)
        if (const auto left = change.groupsAfter.find(group); left != change.groupsAfter.end())
            left->second.isEdited = true;
    if (const auto entered = change.groupsAfter.find(target); entered != change.groupsAfter.end())
        entered->second.isEdited = true;
}

void GroupEditor::perform(Change change, const QString &text)
{
    if (stack_)
        stack_->push(new Step(this, std::move(change), text)); // does it, too
    else
        apply(change, true);
}

void GroupEditor::apply(const Change &change, bool forwards)
{
    groups_.assign(change.contigs, forwards ? change.after : change.before);
    groups_.setGroups(forwards ? change.groupsAfter : change.groupsBefore);
    Q_EMIT changed();
}

} // namespace helicase
