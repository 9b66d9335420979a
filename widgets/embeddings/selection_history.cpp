#include "widgets/embeddings/selection_history.h"

#include "widgets/common/format.h"
#include "widgets/embeddings/cloud_model.h"

#include <QPointer>
#include <QScopedValueRollback>
#include <QUndoCommand>
#include <QUndoStack>

namespace helicase {

class SelectionHistory::Step final : public QUndoCommand {
public:
    Step(SelectionHistory *history, std::vector<int> before, std::vector<int> after)
        : history_(history), generation_(history->generation_), before_(std::move(before)),
          after_(std::move(after))
    {
        setText(SelectionHistory::tr("selection of %1 contigs")
                    .arg(groupedNumber(static_cast<qint64>(after_.size()))));
    }

    void undo() override { restore(before_); }
    void redo() override { restore(after_); }

private:
    void restore(const std::vector<int> &contigs)
    {
        if (history_)
            history_->restore(contigs, generation_);
    }

    QPointer<SelectionHistory> history_; // the panel may close before the project does
    int generation_;
    std::vector<int> before_;
    std::vector<int> after_;
};

SelectionHistory::SelectionHistory(CloudModel &model, QUndoStack &stack, QObject *parent)
    : QObject(parent), model_(model), stack_(stack)
{
    connect(&model_, &CloudModel::selectionChanged, this, &SelectionHistory::record);
    connect(&model_, &CloudModel::dataChanged, this, [this] {
        ++generation_;
        last_.clear();
    });
}

SelectionHistory::~SelectionHistory() = default;

void SelectionHistory::record()
{
    std::vector<int> before = std::exchange(last_, model_.selection());
    if (!isRestoring_)
        stack_.push(new Step(this, std::move(before), last_));
}

void SelectionHistory::restore(const std::vector<int> &contigs, int generation)
{
    if (generation != generation_)
        return;
    const QScopedValueRollback<bool> guard(isRestoring_, true);
    model_.setSelection(contigs);
}

} // namespace helicase
