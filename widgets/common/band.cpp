#include "widgets/common/band.h"

#include "widgets/common/icon.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace helicase {

namespace {

struct Look {
    const char *name;
    const char *icon;
    ColorRole color;
};

Look lookOf(BandKind kind)
{
    switch (kind) {
    case BandKind::Info:
        return {"info", "info", ColorRole::Text};
    case BandKind::Progress:
        return {"progress", "", ColorRole::Text};
    case BandKind::Warning:
        return {"warning", "warning", ColorRole::Warning};
    case BandKind::Error:
        return {"error", "error", ColorRole::Error};
    }
    return {"info", "info", ColorRole::Text};
}

// A long text loses its middle: what is wrong and where stands at its begin, the hint at its end.
QString shortened(const QString &text)
{
    constexpr qsizetype begin = 150;
    constexpr qsizetype end = 90;
    if (text.size() <= begin + end)
        return text;
    return text.left(begin).trimmed() + QStringLiteral(" … ") + text.right(end).trimmed();
}

} // namespace

Band::Band(const QString &panelId, QWidget *parent) : QFrame(parent), panelId_(panelId)
{
    setObjectName(panelId + QStringLiteral(".band"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 2, 8, 2);
    layout->setSpacing(8);
    iconLabel_ = new QLabel(this);
    textLabel_ = new QLabel(this);
    textLabel_->setWordWrap(true);
    textLabel_->setTextFormat(Qt::RichText);
    textLabel_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    progress_ = new QProgressBar(this);
    progress_->setTextVisible(false);
    progress_->setFixedWidth(110);
    progress_->setAccessibleName(tr("Progress"));
    actionLayout_ = new QHBoxLayout;
    actionLayout_->setSpacing(4);
    moreButton_ = linkButton({}, panelId + QStringLiteral(".band.more"), this);
    moreButton_->setAccessibleName(tr("More messages"));
    closeButton_ = new QToolButton(this);
    closeButton_->setObjectName(panelId + QStringLiteral(".band.close"));
    closeButton_->setIcon(icon(QStringLiteral("close")));
    closeButton_->setAccessibleName(tr("Close this message"));
    closeButton_->setToolTip(tr("Close this message"));
    layout->addWidget(iconLabel_);
    layout->addWidget(textLabel_, 1);
    layout->addWidget(progress_);
    layout->addLayout(actionLayout_);
    layout->addWidget(moreButton_);
    layout->addWidget(closeButton_);
    setMinimumHeight(30);
    hide();
    connect(moreButton_, &QToolButton::clicked, this, &Band::moreRequested);
    connect(closeButton_, &QToolButton::clicked, this, [this] {
        if (!messages_.empty())
            remove(messages_.back().id);
    });
}

void Band::post(const BandMessage &message)
{
    const auto known = std::ranges::find(messages_, message.id, &BandMessage::id);
    const bool isNew = known == messages_.end();
    if (isNew)
        messages_.push_back(message);
    else
        *known = message;
    // The gravest one is shown: the last after a stable sort by kind.
    std::ranges::stable_sort(messages_, {}, &BandMessage::kind);
    refresh();
    Q_EMIT messagesChanged();
    if (isNew && message.kind == BandKind::Error) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void Band::remove(const QString &id)
{
    if (std::erase_if(messages_, [&](const BandMessage &message) { return message.id == id; }) == 0)
        return;
    refresh();
    Q_EMIT messagesChanged();
}

void Band::clear()
{
    messages_.clear();
    refresh();
    Q_EMIT messagesChanged();
}

bool Band::isShowing(const QString &id) const
{
    return !messages_.empty() && messages_.back().id == id;
}

void Band::refresh()
{
    setVisible(!messages_.empty());
    if (messages_.empty())
        return;
    const BandMessage &message = messages_.back();
    const Look look = lookOf(message.kind);
    if (property("band").toString() != QLatin1String(look.name)) {
        setProperty("band", QString::fromLatin1(look.name));
        style()->unpolish(this);
        style()->polish(this);
    }
    const QColor color = shownColor(look.color);
    iconLabel_->setVisible(look.icon[0] != '\0');
    iconLabel_->setPixmap(
        iconPixmap(QString::fromLatin1(look.icon), color, 16, devicePixelRatioF()));
    const QString headline = message.headline.toHtmlEscaped();
    const bool isPlain = message.kind == BandKind::Progress || message.text.isEmpty();
    textLabel_->setText((isPlain && message.kind != BandKind::Error
                             ? headline
                             : QStringLiteral("<b>%1</b>").arg(headline)) +
                        QLatin1Char(' ') + shortened(message.text).toHtmlEscaped());
    setAccessibleName(message.headline + QLatin1Char(' ') + message.text);
    progress_->setVisible(message.kind == BandKind::Progress);
    progress_->setRange(0, message.fraction < 0 ? 0 : 1000);
    progress_->setValue(int(message.fraction * 1000));
    closeButton_->setVisible(message.canBeClosed && message.kind != BandKind::Progress);
    moreButton_->setVisible(messages_.size() > 1);
    moreButton_->setText(tr("and %1 more").arg(messages_.size() - 1));
    moreButton_->setAccessibleName(moreButton_->text());
    rebuildActions(actionsOf(message));
}

// An error says where to read on, unless the panel offers something better under that name.
std::vector<BandAction> Band::actionsOf(const BandMessage &message)
{
    std::vector<BandAction> actions = message.actions;
    if (message.kind != BandKind::Error)
        return actions;
    const auto add = [&](const QString &text, std::function<void()> function) {
        if (std::ranges::find(actions, text, &BandAction::text) == actions.end())
            actions.push_back({text, std::move(function)});
    };
    const QString details = message.details.isEmpty() ? message.text : message.details;
    add(tr("Details"),
        [this, title = message.headline, details] { showDetails(title, details, this); });
    add(tr("Open log"), [this, log = message.logFile] {
        if (log.isEmpty())
            Q_EMIT logRequested();
        else
            openInSystem(log);
    });
    return actions;
}

// Progress comes often; buttons are only rebuilt when their texts differ.
void Band::rebuildActions(const std::vector<BandAction> &actions)
{
    bool isSame = actionLayout_->count() == int(actions.size());
    for (int i = 0; isSame && i < actionLayout_->count(); ++i)
        isSame = static_cast<QToolButton *>(actionLayout_->itemAt(i)->widget())->text() ==
                 actions[size_t(i)].text;
    if (!isSame) {
        while (QLayoutItem *item = actionLayout_->takeAt(0)) {
            item->widget()->hide();
            item->widget()->deleteLater();
            delete item;
        }
        for (const BandAction &action : actions)
            actionLayout_->addWidget(
                linkButton(action.text, panelId_ + QStringLiteral(".band.action"), this));
    }
    for (int i = 0; i < actionLayout_->count(); ++i) {
        auto *button = static_cast<QToolButton *>(actionLayout_->itemAt(i)->widget());
        button->disconnect();
        const auto function = actions[size_t(i)].function;
        // Queued: the function may replace this very message and its buttons.
        connect(button, &QToolButton::clicked, this, function, Qt::QueuedConnection);
    }
}

} // namespace helicase
