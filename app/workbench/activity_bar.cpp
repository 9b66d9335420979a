#include "app/workbench/activity_bar.h"

#include "widgets/common/icon.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QApplication>
#include <QButtonGroup>
#include <QEvent>
#include <QLayout>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace helicase {

namespace {

constexpr int fullWidth = 76;
constexpr int compactWidth = 44;
constexpr int iconSide = 22;

// A tool button with a small dot at its upper right while a job runs.
class PanelButton final : public QToolButton {
public:
    using QToolButton::QToolButton;
    void setBusy(bool isBusy)
    {
        isBusy_ = isBusy;
        update();
    }

private:
    void paintEvent(QPaintEvent *event) override
    {
        QToolButton::paintEvent(event);
        if (!isBusy_)
            return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette().color(QPalette::Link));
        painter.drawEllipse(QPointF(width() / 2.0 + 15, 12), 3, 3);
    }

    bool isBusy_ = false;
};

} // namespace

ActivityBar::ActivityBar(const std::vector<PanelEntry> &panels, QWidget *parent) : QToolBar(parent)
{
    setObjectName(QStringLiteral("main.activity"));
    setWindowTitle(tr("Panels"));
    setAccessibleName(tr("Panels"));
    setRole(this, "activity");
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setOrientation(Qt::Vertical);
    setIconSize({iconSide, iconSide});
    setContentsMargins(0, 0, 0, 0);
    layout()->setContentsMargins(0, 0, 0, 0);
    layout()->setSpacing(0);
    auto *group = new QButtonGroup(this);
    int number = 0;
    for (const PanelEntry &panel : panels) {
        if (panel.startsGroup && number > 0)
            addSeparator();
        auto *button = new PanelButton(this);
        button->setObjectName(QStringLiteral("panel.") + panel.id);
        button->setAccessibleName(panel.label);
        button->setText(panel.label);
        button->setIcon(icon(panel.icon));
        button->setIconSize({iconSide, iconSide});
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolTip(QStringLiteral("%1 (Ctrl+%2)").arg(panel.label).arg(++number));
        group->addButton(button);
        addWidget(button);
        buttons_.insert(panel.id, button);
        connect(button, &QToolButton::clicked, this,
                [this, id = panel.id] { Q_EMIT panelChosen(id); });
    }
    fitButtons();
}

void ActivityBar::setActive(const QString &panelId)
{
    for (auto entry = buttons_.begin(); entry != buttons_.end(); ++entry) {
        // An exclusive group keeps one button checked; without a panel none may be.
        QButtonGroup *group = entry.value()->group();
        group->setExclusive(!panelId.isEmpty());
        entry.value()->setChecked(entry.key() == panelId);
    }
}

void ActivityBar::setBusy(const QString &panelId, bool isBusy)
{
    if (QToolButton *button = buttons_.value(panelId))
        static_cast<PanelButton *>(button)->setBusy(isBusy);
}

void ActivityBar::setCompact(bool compact)
{
    if (isCompact_ == compact)
        return;
    isCompact_ = compact;
    fitButtons();
}

void ActivityBar::fitButtons()
{
    const QFontMetrics metrics(smallFont());
    int width = isCompact_ ? compactWidth : fullWidth;
    if (!isCompact_)
        for (const QToolButton *button : std::as_const(buttons_))
            width = std::max(width, metrics.horizontalAdvance(button->text()) * 11 / 10 + 10);
    const int height = isCompact_ ? compactWidth : std::max(56, iconSide + metrics.height() + 18);
    for (QToolButton *button : std::as_const(buttons_)) {
        button->setToolButtonStyle(isCompact_ ? Qt::ToolButtonIconOnly
                                              : Qt::ToolButtonTextUnderIcon);
        button->setFixedSize(width, height);
    }
    setFixedWidth(width + 1);
}

void ActivityBar::changeEvent(QEvent *event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitButtons();
}

} // namespace helicase
