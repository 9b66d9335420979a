#include "app/workbench/panel_window.h"

#include "app/workbench/panel_registry.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icon.h"

#include <QCloseEvent>
#include <QStackedWidget>

namespace helicase {

PanelWindow::PanelWindow(const PanelEntry &entry, Panel *panel, QStackedWidget *pages)
    : panel_(panel), pages_(pages)
{
    setObjectName(QStringLiteral("panelwindow.") + entry.id);
    setWindowTitle(tr("%1 – Helicase").arg(panel->title()));
    setWindowIcon(icon(QStringLiteral("helicase")));
    placeholder_ = new EmptyState(objectName(), entry.icon,
                                  tr("%1 is open in a window of its own").arg(panel->title()),
                                  tr("Closing that window brings it back, too."), pages);
    placeholder_->addButton(tr("Bring it back"), objectName() + QStringLiteral(".back"),
                            [this] { close(); });
    const bool wasShown = pages->currentWidget() == panel;
    resize(panel->size());
    pages->insertWidget(pages->indexOf(panel), placeholder_);
    pages->removeWidget(panel);
    if (wasShown)
        pages->setCurrentWidget(placeholder_);
    setCentralWidget(panel);
    panel->show();
}

QWidget *PanelWindow::placeholder() const
{
    return placeholder_;
}

void PanelWindow::giveBack()
{
    const bool isShown = pages_->currentWidget() == placeholder_;
    pages_->insertWidget(pages_->indexOf(placeholder_), takeCentralWidget());
    if (isShown)
        pages_->setCurrentWidget(panel_);
    pages_->removeWidget(placeholder_);
    placeholder_->deleteLater();
}

void PanelWindow::closeEvent(QCloseEvent *event)
{
    event->accept();
    Q_EMIT closed();
}

void PanelWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange)
        Q_EMIT activationChanged();
}

void PanelWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    panel_->setCompact(width() < compactBelow);
}

} // namespace helicase
