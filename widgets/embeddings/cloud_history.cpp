#include "widgets/embeddings/cloud_history.h"

#include "widgets/common/format.h"
#include "widgets/embeddings/cloud_model.h"

#include <QPointer>
#include <QScopedValueRollback>
#include <QUndoCommand>
#include <QUndoStack>

namespace helicase {

class CloudHistory::Step final : public QUndoCommand {
public:
    Step(CloudHistory *history, const QString &text, std::function<void()> undoIt,
         std::function<void()> redoIt)
        : QUndoCommand(text), history_(history), generation_(history->generation_),
          undo_(std::move(undoIt)), redo_(std::move(redoIt))
    {
    }

    void undo() override { restore(undo_); }
    void redo() override { restore(redo_); }

private:
    void restore(const std::function<void()> &function)
    {
        if (!history_ || history_->generation_ != generation_ || history_->isRestoring_)
            return;
        const QScopedValueRollback<bool> guard(history_->isRestoring_, true);
        function();
    }

    QPointer<CloudHistory> history_; // the panel may close before the project does
    int generation_;
    std::function<void()> undo_;
    std::function<void()> redo_;
};

CloudHistory::CloudHistory(CloudModel &model, QUndoStack &stack, QObject *parent)
    : QObject(parent), model_(model), stack_(stack),
      selection_(std::make_shared<const std::vector<int>>(model.selection())), look_(model.look())
{
    connect(&model_, &CloudModel::selectionChanged, this, &CloudHistory::recordSelection);
    connect(&model_, &CloudModel::lookChanged, this, &CloudHistory::recordLook);
    connect(&model_, &CloudModel::dataChanged, this, [this] {
        ++generation_;
        selection_ = std::make_shared<const std::vector<int>>();
        look_ = model_.look();
    });
}

CloudHistory::~CloudHistory() = default;

void CloudHistory::recordSelection()
{
    const Selection before =
        std::exchange(selection_, std::make_shared<const std::vector<int>>(model_.selection()));
    push(
        tr("selection of %1 contigs").arg(groupedNumber(static_cast<qint64>(selection_->size()))),
        [this, before] { model_.setSelection(*before); },
        [this, after = selection_] { model_.setSelection(*after); });
}

void CloudHistory::recordLook()
{
    const CloudLook before = std::exchange(look_, model_.look());
    const QString text = look_.colourKey != before.colourKey ? tr("colours")
                         : look_.filters != before.filters   ? tr("filter")
                                                             : tr("legend");
    push(
        text, [this, before] { model_.setLook(before); },
        [this, after = look_] { model_.setLook(after); });
}

void CloudHistory::push(const QString &text, std::function<void()> undo, std::function<void()> redo)
{
    if (isRestoring_)
        return;
    const QScopedValueRollback<bool> guard(isRestoring_, true); // pushing does it once more
    stack_.push(new Step(this, text, std::move(undo), std::move(redo)));
}

} // namespace helicase
