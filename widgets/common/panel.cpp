#include "widgets/common/panel.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/journal.h"
#include "widgets/common/panel_jobs.h"
#include "widgets/common/widgets.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace helicase {

Panel::Panel(PanelContext &context, const QString &id, const QString &title, QWidget *parent)
    : QMainWindow(parent, Qt::Widget), context_(context), id_(id), title_(title)
{
    // A QMainWindow makes itself a window; a panel is a page.
    setWindowFlags(Qt::Widget);
    setObjectName(id);
    setWindowTitle(title);
    setAccessibleName(title);
    setDockNestingEnabled(true);
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    toolBar_ = new PanelToolBar(title, this);
    toolBar_->setObjectName(id + QStringLiteral(".toolbar"));
    addToolBar(toolBar_);
    auto *body = new QWidget(this);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    band_ = new Band(id, body);
    ownJobs_ = new PanelJobs(context_.jobs, *band_, context_.journal, this);
    pages_ = new QStackedWidget(body);
    layout->addWidget(band_);
    layout->addWidget(pages_, 1);
    setCentralWidget(body);
    connect(band_, &Band::messagesChanged, this, &Panel::publishProblems);
    connect(ownJobs_, &PanelJobs::activeChanged, this, &Panel::publishBusy);
}

// What waits in the band stands in the window's list of problems too: "and 2 more" opens it.
void Panel::publishProblems()
{
    QStringList now;
    for (const BandMessage &message : band_->messages()) {
        if (message.kind != BandKind::Warning && message.kind != BandKind::Error)
            continue;
        now += id_ + QLatin1Char('.') + message.id;
        context_.journal.post(
            {now.back(), message.kind == BandKind::Error ? Severity::Error : Severity::Warning,
             title_, (message.headline + QLatin1Char(' ') + message.text).trimmed(),
             message.logFile.isEmpty() ? QString() : tr("Open log"),
             [log = message.logFile] { openInSystem(log); }});
    }
    for (const QString &before : std::as_const(published_))
        if (!now.contains(before))
            context_.journal.resolve(before);
    published_ = now;
}

void Panel::postFailure(const Job &job, const QString &messageId, const QString &headline)
{
    ownJobs_->postFailure(job, messageId, headline);
}

void Panel::setWorking(bool isWorking)
{
    isWorking_ = isWorking;
    publishBusy();
}

void Panel::publishBusy()
{
    if (const bool isBusy = isWorking_ || ownJobs_->areRunning();
        std::exchange(isBusy_, isBusy) != isBusy)
        Q_EMIT busyChanged(isBusy);
}

void Panel::setCentre(QWidget *centre)
{
    centre_ = centre;
    pages_->addWidget(centre);
    if (emptyState_ == nullptr)
        pages_->setCurrentWidget(centre);
}

void Panel::setEmptyState(EmptyState *emptyState)
{
    emptyState_ = emptyState;
    pages_->addWidget(emptyState);
}

void Panel::showEmptyState(bool isShown)
{
    pages_->setCurrentWidget(isShown && emptyState_ ? static_cast<QWidget *>(emptyState_)
                                                    : centre_);
}

bool Panel::emptyStateIsShown() const
{
    return emptyState_ != nullptr && pages_->currentWidget() == emptyState_;
}

void Panel::setStandardAction(StandardAction which, QAction *action)
{
    standardActions_.insert(which, action);
}

void Panel::setStatusText(const QString &text)
{
    if (statusText_ == text)
        return;
    statusText_ = text;
    Q_EMIT statusTextChanged(text);
}

} // namespace helicase
