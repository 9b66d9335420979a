#include "widgets/common/toast.h"

#include "widgets/common/widgets.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace helicase {

namespace {
constexpr int showMilliseconds = 6000;
constexpr int margin = 16;
} // namespace

Toast::Toast(QWidget *host) : QFrame(host), host_(host)
{
    setObjectName(QStringLiteral("main.toast"));
    setRole(this, "toast");
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 10, 6);
    layout->setSpacing(14);
    label_ = new QLabel(this);
    button_ = linkButton({}, QStringLiteral("main.toast.action"), this);
    button_->setAccessibleName(tr("Action of the message"));
    layout->addWidget(label_);
    layout->addWidget(button_);
    hide();
    timer_.setSingleShot(true);
    timer_.setInterval(showMilliseconds);
    connect(&timer_, &QTimer::timeout, this, &QWidget::hide);
    connect(button_, &QToolButton::clicked, this, [this] {
        hide();
        if (action_)
            action_();
    });
    host->installEventFilter(this);
}

void Toast::display(const QString &text, const QString &actionText, std::function<void()> action)
{
    action_ = std::move(action);
    label_->setText(text);
    setAccessibleName(text);
    button_->setText(actionText);
    if (!actionText.isEmpty())
        button_->setAccessibleName(actionText);
    button_->setVisible(!actionText.isEmpty());
    place();
    show();
    raise();
    timer_.start();
}

QString Toast::text() const
{
    return label_->text();
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == host_ && event->type() == QEvent::Resize)
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::place()
{
    layout()->activate();
    resize(std::min(sizeHint().width(), host_->width() - 2 * margin), sizeHint().height());
    move(host_->width() - width() - margin, host_->height() - height() - margin);
}

} // namespace helicase
