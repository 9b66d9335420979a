// The column of panel buttons at the left edge: icon and label, icon only in narrow windows, a dot
// where a job runs. GUI thread only.
#pragma once

#include "app/workbench/panel_registry.h"

#include <QHash>
#include <QToolBar>

class QToolButton;

namespace helicase {

class ActivityBar final : public QToolBar {
    Q_OBJECT
public:
    explicit ActivityBar(const std::vector<PanelEntry> &panels, QWidget *parent = nullptr);
    // Empty: none is active.
    void setActive(const QString &panelId);
    void setBusy(const QString &panelId, bool isBusy);
    void setCompact(bool compact);

Q_SIGNALS:
    void panelChosen(const QString &panelId);

private:
    void fitButtons();
    void changeEvent(QEvent *event) override;

    QHash<QString, QToolButton *> buttons_;
    bool isCompact_ = false;
};

} // namespace helicase
