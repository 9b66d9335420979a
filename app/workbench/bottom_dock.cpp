#include "app/workbench/bottom_dock.h"

#include "app/workbench/jobs_page.h"
#include "app/workbench/journal_pages.h"
#include "widgets/common/icon.h"

#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

namespace helicase {

BottomDock::BottomDock(JobRunner &jobs, Journal &journal, QWidget *parent) : QDockWidget(parent)
{
    setObjectName(QStringLiteral("main.bottom"));
    setWindowTitle(tr("Jobs, log and problems"));
    setAccessibleName(windowTitle());
    setAllowedAreas(Qt::BottomDockWidgetArea);
    setFeatures(QDockWidget::DockWidgetClosable);
    setTitleBarWidget(new QWidget(this));
    tabs_ = new QTabWidget(this);
    tabs_->setObjectName(QStringLiteral("main.bottom.tabs"));
    tabs_->setAccessibleName(tr("Jobs, log and problems"));
    tabs_->setDocumentMode(true);
    tabs_->tabBar()->setAccessibleName(windowTitle());
    tabs_->tabBar()->setObjectName(QStringLiteral("main.bottom.tabbar"));
    tabs_->addTab(new JobsPage(jobs, this), tr("Jobs"));
    tabs_->addTab(new LogPage(journal, this), tr("Log"));
    tabs_->addTab(new ProblemsPage(journal, this), tr("Problems"));
    auto *close = new QToolButton(this);
    close->setObjectName(QStringLiteral("main.bottom.close"));
    close->setIcon(icon(QStringLiteral("close")));
    close->setAccessibleName(tr("Close the lower dock"));
    close->setToolTip(tr("Close the lower dock"));
    tabs_->setCornerWidget(close);
    setWidget(tabs_);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(tabs_, &QTabWidget::currentChanged, this, &BottomDock::pageChanged);
    connect(this, &QDockWidget::visibilityChanged, this, &BottomDock::pageChanged);
    hide();
}

void BottomDock::toggle(BottomPage page)
{
    if (isOpenAt(page))
        hide();
    else
        open(page);
}

void BottomDock::open(BottomPage page)
{
    tabs_->setCurrentIndex(int(page));
    show();
    Q_EMIT pageChanged();
}

bool BottomDock::isOpenAt(BottomPage page) const
{
    return !isHidden() && tabs_->currentIndex() == int(page);
}

} // namespace helicase
