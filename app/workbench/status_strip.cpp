#include "app/workbench/status_strip.h"

#include "app/workbench/device_list.h"
#include "widgets/common/elided_label.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/journal.h"
#include "widgets/common/project.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QMenu>
#include <QProgressBar>

namespace helicase {

namespace {

// Time passes without events; the time left is refreshed once a second.
constexpr int tickMilliseconds = 1000;

} // namespace

StatusStrip::StatusStrip(JobRunner &jobs, Journal &journal, Project &project, BottomDock &bottom,
                         QWidget *parent)
    : QStatusBar(parent), jobs_(jobs), journal_(journal), project_(project), bottom_(bottom)
{
    setObjectName(QStringLiteral("main.status"));
    setSizeGripEnabled(false);
    setMinimumHeight(28);
    jobsButton_ =
        addToggle(QStringLiteral("status.jobs"), QStringLiteral("jobs"), BottomPage::Jobs);
    logButton_ = addToggle(QStringLiteral("status.log"), QStringLiteral("log"), BottomPage::Log);
    logButton_->setAccessibleName(tr("Log"));
    problemsButton_ = addToggle(QStringLiteral("status.problems"), QStringLiteral("warning"),
                                BottomPage::Problems);
    logButton_->setText(tr("Log"));
    addSeparator();
    jobLabel_ = new ElidedLabel({}, this);
    jobLabel_->setObjectName(QStringLiteral("status.job"));
    jobBar_ = new QProgressBar(this);
    jobBar_->setObjectName(QStringLiteral("status.progress"));
    jobBar_->setAccessibleName(tr("Progress of the current job"));
    jobBar_->setTextVisible(false);
    jobBar_->setFixedWidth(120);
    timeLabel_ = mutedLabel({}, this);
    addWidget(jobLabel_, 2);
    addWidget(jobBar_);
    addWidget(timeLabel_);
    panelLabel_ = new ElidedLabel({}, this);
    panelLabel_->setObjectName(QStringLiteral("status.panel"));
    panelLabel_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    addWidget(panelLabel_, 3);
    addSeparator();
    deviceButton_ = new QToolButton(this);
    deviceButton_->setObjectName(QStringLiteral("status.device"));
    deviceButton_->setIcon(icon(QStringLiteral("chip")));
    deviceButton_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    deviceButton_->setText(shortDeviceText());
    deviceButton_->setAccessibleName(tr("Device: %1").arg(deviceButton_->text()));
    deviceButton_->setToolTip(tr("Devices of this machine"));
    addPermanentWidget(deviceButton_);
    savedLabel_ = mutedLabel({}, this);
    savedLabel_->setObjectName(QStringLiteral("status.saved"));
    savedLabel_->setContentsMargins(8, 0, 12, 0);
    addPermanentWidget(savedLabel_);
    connect(deviceButton_, &QToolButton::clicked, this, &StatusStrip::showDevices);
    for (const auto signal : {&JobRunner::jobAdded, &JobRunner::jobChanged, &JobRunner::jobRemoved})
        connect(&jobs_, signal, this, &StatusStrip::refreshJobs);
    connect(&journal_, &Journal::problemsChanged, this, &StatusStrip::refreshProblems);
    for (const auto signal :
         {&Project::opened, &Project::closed, &Project::changed, &Project::saved})
        connect(&project_, signal, this, &StatusStrip::refreshSaved);
    connect(&bottom_, &BottomDock::pageChanged, this, &StatusStrip::refreshToggles);
    connect(&ticker_, &QTimer::timeout, this, &StatusStrip::refreshJobs);
    ticker_.start(tickMilliseconds);
    refreshJobs();
    refreshProblems();
    refreshSaved();
}

QToolButton *StatusStrip::addToggle(const QString &name, const QString &iconName, BottomPage page)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(icon(iconName));
    button->setCheckable(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    addWidget(button);
    connect(button, &QToolButton::clicked, this, [this, page] {
        bottom_.toggle(page);
        refreshToggles();
    });
    return button;
}

void StatusStrip::addSeparator()
{
    auto *line = new QFrame(this);
    line->setFixedSize(1, 16);
    setRole(line, "line");
    addWidget(line);
}

void StatusStrip::setPanelText(const QString &text)
{
    panelLabel_->setText(text);
}

void StatusStrip::refreshJobs()
{
    jobsButton_->setText(tr("Jobs %1").arg(jobs_.activeCount()));
    jobsButton_->setAccessibleName(tr("%1 jobs running or waiting").arg(jobs_.activeCount()));
    const Job *job = jobs_.current();
    jobBar_->setVisible(job != nullptr);
    timeLabel_->setVisible(job != nullptr);
    jobLabel_->setText(job == nullptr         ? QString()
                       : job->stage.isEmpty() ? tr("%1: starting").arg(job->title)
                                              : tr("%1: %2").arg(job->title, job->stage));
    if (job == nullptr)
        return;
    jobBar_->setRange(0, job->fraction() < 0 ? 0 : 1000);
    jobBar_->setValue(int(job->fraction() * 1000));
    timeLabel_->setText(timeLeftText(job->secondsLeft()));
}

void StatusStrip::refreshProblems()
{
    const auto count = journal_.problems().size();
    problemsButton_->setText(tr("Problems %1").arg(count));
    problemsButton_->setAccessibleName(problemsButton_->text());
    problemsButton_->setIcon(
        count == 0 ? icon(QStringLiteral("warning"))
                   : icon(QStringLiteral("warning"), shownColor(ColorRole::Warning)));
}

void StatusStrip::refreshSaved()
{
    if (!project_.isOpen())
        savedLabel_->setText(tr("No project"));
    else if (project_.hasUnsavedChanges())
        savedLabel_->setText(tr("Unsaved changes"));
    else
        savedLabel_->setText(
            project_.savedAt().isValid()
                ? tr("Saved %1").arg(project_.savedAt().toString(QStringLiteral("HH:mm")))
                : tr("No changes"));
}

void StatusStrip::refreshToggles()
{
    jobsButton_->setChecked(bottom_.isOpenAt(BottomPage::Jobs));
    logButton_->setChecked(bottom_.isOpenAt(BottomPage::Log));
    problemsButton_->setChecked(bottom_.isOpenAt(BottomPage::Problems));
}

void StatusStrip::showDevices()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("status.devices"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Devices"));
    for (const QString &line : deviceLines())
        menu->addAction(line)->setEnabled(false);
    menu->popup(deviceButton_->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
}

} // namespace helicase
