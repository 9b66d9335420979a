#include "widgets/common/widgets.h"

#include "widgets/common/icon.h"
#include "widgets/common/theme.h"

#include <QAction>
#include <QDesktopServices>
#include <QDialog>
#include <QFrame>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace helicase {

namespace {

constexpr char losesTextProperty[] = "losesText";

// A push button that looks after an action: text, icon, tool tip and state follow it.
QPushButton *followingButton(QAction *action, QWidget *parent)
{
    auto *button = new QPushButton(parent);
    const auto follow = [button, action] {
        button->setText(action->text());
        button->setIcon(action->icon());
        button->setToolTip(action->toolTip());
        button->setEnabled(action->isEnabled());
        button->setVisible(action->isVisible());
        button->setAccessibleName(action->text());
    };
    button->setObjectName(action->objectName());
    button->setText(action->text());
    button->setIcon(action->icon());
    button->setToolTip(action->toolTip());
    button->setEnabled(action->isEnabled());
    button->setAccessibleName(action->text());
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace

QPushButton *primaryButton(QAction *action, QWidget *parent)
{
    QPushButton *button = followingButton(action, parent);
    setRole(button, "primary");
    const auto recolour = [button, action] {
        button->setIcon(onAccentIcon(action->icon().name()));
    };
    recolour();
    QObject::connect(action, &QAction::changed, button, recolour);
    return button;
}

QPushButton *actionButton(QAction *action, QWidget *parent)
{
    return followingButton(action, parent);
}

QToolButton *toolButton(QAction *action, ButtonText text, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setObjectName(action->objectName() + QStringLiteral(".button"));
    button->setAccessibleName(action->text());
    button->setToolButtonStyle(text == ButtonText::Hidden ? Qt::ToolButtonIconOnly
                                                          : Qt::ToolButtonTextBesideIcon);
    button->setProperty(losesTextProperty, text == ButtonText::WhileRoom);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

bool losesItsText(const QToolButton &button)
{
    return button.property(losesTextProperty).toBool();
}

QToolButton *linkButton(const QString &text, const QString &objectName, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setAccessibleName(text);
    button->setObjectName(objectName);
    button->setFocusPolicy(Qt::TabFocus);
    button->setCursor(Qt::PointingHandCursor);
    setRole(button, "link");
    return button;
}

QLabel *mutedLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    setRole(label, "muted");
    return label;
}

QLabel *titleLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    setRole(label, "title");
    return label;
}

QFrame *horizontalLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFixedHeight(1);
    setRole(line, "line");
    return line;
}

void setRole(QWidget *widget, const char *role)
{
    if (widget->property("role").toByteArray() == role)
        return;
    widget->setProperty("role", QByteArray(role));
    if (!widget->testAttribute(Qt::WA_WState_Polished))
        return; // the first show will polish it
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

void showDetails(const QString &title, const QString &text, QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("details"));
    dialog->setWindowTitle(title);
    auto *layout = new QVBoxLayout(dialog);
    auto *box = new QPlainTextEdit(text, dialog);
    box->setReadOnly(true);
    box->setFont(monospacedFont());
    box->setAccessibleName(title);
    layout->addWidget(box);
    dialog->resize(640, 320);
    dialog->show();
}

void openInSystem(const QString &path)
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(path));
}

} // namespace helicase
