#include "widgets/common/empty_state.h"

#include "widgets/common/icon.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QAction>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace helicase {

EmptyState::EmptyState(const QString &panelId, const QString &iconName, const QString &title,
                       const QString &sentence, QWidget *parent)
    : QWidget(parent), iconName_(iconName)
{
    setObjectName(panelId + QStringLiteral(".empty"));
    setAttribute(Qt::WA_StyledBackground);
    setRole(this, "canvas");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(8);
    layout->addStretch(2);
    iconLabel_ = new QLabel(this);
    layout->addWidget(iconLabel_, 0, Qt::AlignHCenter);
    title_ = titleLabel({}, this);
    layout->addWidget(title_, 0, Qt::AlignHCenter);
    sentence_ = new QLabel(this);
    sentence_->setWordWrap(true);
    sentence_->setAlignment(Qt::AlignHCenter);
    sentence_->setMinimumWidth(360);
    setRole(sentence_, "muted");
    layout->addWidget(sentence_, 0, Qt::AlignHCenter);
    buttons_ = new QHBoxLayout;
    buttons_->setSpacing(8);
    buttons_->setContentsMargins(0, 8, 0, 0);
    buttons_->addStretch();
    buttons_->addStretch();
    layout->addLayout(buttons_);
    layout->addStretch(3);
    setText(title, sentence);
    refreshIcon();
}

void EmptyState::setText(const QString &title, const QString &sentence)
{
    title_->setText(title);
    sentence_->setText(sentence);
    setAccessibleName(title + QStringLiteral(". ") + sentence);
}

QPushButton *EmptyState::addButton(const QString &text, const QString &objectName,
                                   std::function<void()> function)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(objectName);
    button->setAccessibleName(text);
    if (buttons_->count() == 2)
        setRole(button, "primary");
    connect(button, &QPushButton::clicked, this, [function = std::move(function)] { function(); });
    buttons_->insertWidget(buttons_->count() - 1, button);
    return button;
}

QPushButton *EmptyState::addButton(QAction *action)
{
    QPushButton *button =
        buttons_->count() == 2 ? primaryButton(action, this) : actionButton(action, this);
    button->setObjectName(objectName() + QLatin1Char('.') + action->objectName());
    button->setIcon({});
    buttons_->insertWidget(buttons_->count() - 1, button);
    return button;
}

void EmptyState::refreshIcon()
{
    iconLabel_->setPixmap(
        iconPixmap(iconName_, shownColor(ColorRole::Muted), 32, devicePixelRatioF()));
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange &&
        iconLabel_ != nullptr) // it comes while constructing, too
        refreshIcon();
}

} // namespace helicase
