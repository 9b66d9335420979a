#include "widgets/train/run_queue.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/train/train_action.h"

#include <QAction>
#include <QListWidget>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

namespace helicase {

namespace {

constexpr int idRole = Qt::UserRole;
constexpr int iconSize = 14;
constexpr int mostRows = 4; // further ones are scrolled to

} // namespace

RunQueue::RunQueue(JobRunner &jobs, ActionRegistry &actions, QWidget *owner, QWidget *parent)
    : QWidget(parent), jobs_(jobs)
{
    setObjectName("train.queue.box");
    buildActions(actions, owner);
    header_ = new SectionHeader(tr("Queue"), this);
    for (QAction *action : {sooner_, later_, remove_}) {
        QToolButton *button = toolButton(action, ButtonText::Hidden, this);
        button->setMaximumWidth(button->sizeHint().height()); // square: the summary needs the room
        header_->addWidget(button);
    }
    list_ = new QListWidget(this);
    list_->setObjectName("train.queue.list");
    list_->setAccessibleName(tr("Runs that wait for their turn"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setFont(secondaryFont());
    list_->setIconSize({iconSize, iconSize});
    list_->setStyleSheet(QStringLiteral("QListWidget { padding-left: 7px; }")); // as the header
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setTextElideMode(Qt::ElideMiddle);
    setRole(list_, "clear");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(0);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(header_);
    layout->addWidget(list_);
    connect(list_, &QListWidget::currentRowChanged, this, &RunQueue::refreshActions);
    connect(&jobs_, &JobRunner::queueChanged, this, &RunQueue::refresh);
    refresh();
}

void RunQueue::buildActions(ActionRegistry &actions, QWidget *owner)
{
    const auto add = std::bind_front(addTrainAction, std::ref(actions), owner);
    sooner_ = add("train.queue.sooner", tr("Start sooner"), "chevron-up",
                  tr("The chosen run changes places with the one before it."),
                  [this] { jobs_.moveInQueue(chosen(), -1); });
    later_ = add("train.queue.later", tr("Start later"), "chevron-down",
                 tr("The chosen run changes places with the one behind it."),
                 [this] { jobs_.moveInQueue(chosen(), 1); });
    remove_ =
        add("train.queue.remove", tr("Remove from queue"), "close",
            tr("The chosen run is not started. What runs goes on."), [this] { removeChosen(); });
}

// The chosen job stays chosen while it waits; then the one in its place is.
void RunQueue::refresh()
{
    const QString before = chosen();
    const int row = std::max(0, list_->currentRow());
    {
        const QSignalBlocker quiet(list_);
        list_->clear();
        QString previous = tr("after what runs");
        for (const Job *job : jobs_.queue()) {
            auto *item = new QListWidgetItem(
                icon(iconOf(JobState::Queued)),
                tr("%1, %2", "name of a run, after another").arg(job->title, previous), list_);
            item->setData(idRole, job->id);
            item->setToolTip(job->commandLine());
            previous = tr("after %1").arg(job->title);
            if (job->id == before)
                list_->setCurrentItem(item);
        }
        if (list_->currentRow() < 0)
            list_->setCurrentRow(std::min(row, list_->count() - 1));
    }
    header_->setSummary(tr("%1 waiting").arg(groupedNumber(list_->count())));
    const int rowHeight = std::max(list_->sizeHintForRow(0), 1);
    list_->setFixedHeight(std::min(list_->count(), mostRows) * rowHeight + 4);
    setVisible(list_->count() > 0);
    refreshActions();
}

void RunQueue::refreshActions()
{
    const int row = list_->currentRow();
    sooner_->setEnabled(row > 0);
    later_->setEnabled(row >= 0 && row < list_->count() - 1);
    remove_->setEnabled(row >= 0);
}

QString RunQueue::chosen() const
{
    const QListWidgetItem *item = list_->currentItem();
    return item ? item->data(idRole).toString() : QString();
}

void RunQueue::removeChosen()
{
    const QString id = chosen();
    jobs_.cancel(id);
    jobs_.remove(id);
}

} // namespace helicase
