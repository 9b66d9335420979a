// Small controls that every panel uses. GUI thread only.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QString>
#include <QToolButton>

class QAction;

namespace helicase {

// The one accent button of a panel.
QPushButton *primaryButton(QAction *action, QWidget *parent = nullptr);
QPushButton *actionButton(QAction *action, QWidget *parent = nullptr);
// A flat button of a toolbar; with text beside the icon for what is used daily. WhileRoom: a narrow
// PanelToolBar takes the text away.
enum class ButtonText { Beside, WhileRoom, Hidden };
QToolButton *toolButton(QAction *action, ButtonText text, QWidget *parent = nullptr);
// Whether it was made with ButtonText::WhileRoom.
bool losesItsText(const QToolButton &button);
// Text that looks and works like a link, reachable by keyboard.
QToolButton *linkButton(const QString &text, const QString &objectName, QWidget *parent = nullptr);
// Muted, secondary size.
QLabel *mutedLabel(const QString &text, QWidget *parent = nullptr);
QLabel *titleLabel(const QString &text, QWidget *parent = nullptr);
// A 1 px line.
QFrame *horizontalLine(QWidget *parent = nullptr);
// Sets the dynamic property that the style sheet looks at ("role": "muted") and refreshes the look.
void setRole(QWidget *widget, const char *role);
// A text of several lines in a window of its own; the panel stays usable.
void showDetails(const QString &title, const QString &text, QWidget *parent);
// Shows a folder or file in the system's program for it.
void openInSystem(const QString &path);

} // namespace helicase
