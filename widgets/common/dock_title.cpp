#include "widgets/common/dock_title.h"

#include "widgets/common/icon.h"
#include "widgets/common/widgets.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace helicase {

DockTitle::DockTitle(QDockWidget *dock) : QWidget(dock), dock_(dock)
{
    setRole(this, "sidebar");
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 3, 6, 3);
    auto *title = new QLabel(dock->windowTitle(), this);
    setRole(title, "sectiontitle");
    auto *close = new QToolButton(this);
    close->setObjectName(dock->objectName() + QStringLiteral(".hide"));
    close->setIcon(icon(QStringLiteral("close")));
    close->setIconSize({12, 12});
    close->setAccessibleName(tr("Hide %1").arg(dock->windowTitle()));
    close->setToolTip(tr("Hide %1").arg(dock->windowTitle()));
    close->setFocusPolicy(Qt::TabFocus);
    layout->addWidget(title, 1);
    layout->addWidget(close);
    connect(close, &QToolButton::clicked, dock, &QDockWidget::hide);
    connect(dock, &QDockWidget::windowTitleChanged, title, &QLabel::setText);
}

void DockTitle::mouseDoubleClickEvent(QMouseEvent *)
{
    dock_->hide();
}

} // namespace helicase
